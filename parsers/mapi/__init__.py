"""What the formats of Outlook share: property values, their units and bodies, compressed RTF, compound files ([MS-OXPROPS])."""
