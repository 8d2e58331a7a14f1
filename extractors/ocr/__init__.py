"""Text of pictures: engines that recognise words, and the steps before and after them."""
