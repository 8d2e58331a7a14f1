"""What a claim needs, in words: its kind, the papers, what a declaration must hold, who must be told, what to look at."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Mapping[str, str | Promise] = {
    "fire_home": _("Home fire"),
    "water_damage": _("Water damage"),
    "theft_home": _("Home theft"),
    "liability_victim": _("Liability – victim"),
    "liability_author": _("Liability – author"),
    "motor_accident": _("Motor accident"),
    "bodily_injury": _("Bodily injury"),
    "vehicle_fire": _("Vehicle fire"),
    "glass": _("Glass breakage"),
    "vehicle_theft": _("Vehicle theft"),
    "storm_vehicle": _("Storm, hail, snow (vehicle)"),
    "professional_liability": _("Professional liability"),
    "legal_counter_expertise": _("Legal protection – counter-expertise"),
    "legal_criminal_defence": _("Legal protection – criminal defence"),
    "legal_other": _("Legal protection – other dispute"),
    "other": _("Other kind of claim"),
}
"""Kinds of claim (domain section 3)."""

NEEDS: Mapping[str, str | Promise] = {
    "required": _("Required"),
    "expected": _("Expected"),
    "useful": _("Useful"),
}

STATES: Mapping[str, str | Promise] = {
    "here": _("here"),
    "missing": _("missing"),
    "doubtful": _("here, to be checked"),
}

DOUBTS: Mapping[str, str | Promise] = {
    "low_confidence": _("the type is not certain"),
    "incomplete": _("fields are missing"),
    "quality": _("a photo of a page only"),
    "not_readable": _("could not be read completely"),
    "in_mail": _("told in a mail only"),
    "receipt_only": _("a receipt is here, the full complaint is not"),
}

HELD: Mapping[str, str | Promise] = {
    "loss_date": _("Date of loss"),
    "loss_or_discovery_date": _("Date of loss or discovery"),
    "place": _("Place"),
    "place_of_loss": _("Place of the loss"),
    "place_where_damaged_parts_are": _("Where the damaged parts are"),
    "damage_description": _("Description of the damage"),
    "damage_location": _("Where the damage is"),
    "damage_location_on_vehicle": _("Where on the vehicle the damage is"),
    "building_damage": _("Damage to the building"),
    "modus_operandi": _("How they got in"),
    "habitable_yes_no": _("Habitable or not"),
    "injured_people": _("Injured persons"),
    "who_is_injured": _("Who is injured"),
    "role_of_injured": _("Part of the injured person"),
    "which_injuries": _("Which injuries"),
    "both_drivers": _("Both drivers"),
    "both_plates": _("Both number plates"),
    "driver": _("Driver"),
    "plate": _("Number plate"),
    "witnesses": _("Witnesses"),
    "circumstances": _("Circumstances"),
    "facts_summary": _("Summary of the facts"),
    "detailed_statement_of_facts": _("Detailed statement of facts"),
    "cause": _("Cause"),
    "company": _("Insurer"),
    "policy_number": _("Policy number"),
    "third_party_name": _("Name of the third party"),
    "third_party_first_name": _("First name of the third party"),
    "third_party_identity": _("Identity of the third party"),
    "third_party_plate": _("Number plate of the third party"),
    "third_party_insurer": _("Insurer of the third party"),
    "third_party_policy_number": _("Policy number of the third party"),
    "third_party_claim_reference": _("Reference of the third party’s insurer"),
    "liable_party": _("Liable party"),
    "liable_party_insurer": _("Insurer of the liable party"),
    "accused_person_if_not_policyholder": _("Accused person, if not the policyholder"),
    "pv_number": _("Report number"),
    "pv_office": _("Police office"),
    "pv_date": _("Date of the report (police)"),
    "alcotest_yes_no": _("Breath test or not"),
    "alcotest_result_if_positive": _("Result of the breath test"),
    "garage_contact": _("Garage"),
    "garage_and_date": _("Garage and date"),
    "garage_where_towed": _("Garage to which it was towed"),
    "damaged_vehicle_make": _("Make"),
    "damaged_vehicle_model": _("Model"),
    "works_start_date": _("Start of the works"),
    "constat_dde_with_third_party": _("Water damage statement with the third party"),
}
"""What a declaration must hold."""

CHECKS: Mapping[str, str | Promise] = {
    "losses_in_complaint": _("Every item of the schedule of losses must be in the complaint: what is not there is not covered."),
    "full_complaint": _("The complaint must be the full copy, with all pages."),
    "signed_by_both": _("The summary of the facts is best signed by both sides."),
    "beyond_repair_equivalent": _("If beyond repair, the estimate must say so and name an equivalent product that is sold today."),
    "one_statement_per_impact": _("In a chain collision there is one accident statement per impact."),
    "observations_when_versions_differ": _("When the versions differ, the box for observations must be filled in."),
    "refused_to_sign": _("If the third party refused to sign, its plate and policy must be in the observations."),
    "carried_objects": _("Damaged objects that were carried must be noted on the front."),
    "complaint_if_criminal": _("A complaint is needed only if the origin is criminal."),
    "fire_cover": _("Without cover against fire this is the end of the contract, not a claim."),
    "approved_repairer": _("With an approved repairer, the invoice comes from him."),
    "own_repairer": _("With a repairer of one’s own choice, agreement before the repair and a paid invoice are needed."),
    "papers_to_expert": _(
        "Keys, maintenance invoices, registration certificate, no-lien certificate and purchase invoice go to the expert."
    ),
    "vehicle_found": _("If the vehicle is found before the delay of the contract, the owner takes it back."),
    "forced_entry": _("When the vehicle is found, there must be evidence of forced entry."),
    "subcontract_if_any": _("A subcontract is needed only if there is a subcontractor."),
    "reservations": _("The acceptance report must show its reservations."),
    "summons_urgent": _("A summons to an assessment from the other side is urgent: an expert of our own must be appointed."),
}

ADVICE: Mapping[str, str | Promise] = {
    "secure_the_place": _("Secure the place."),
    "throw_nothing_away_before_expert": _("Throw nothing away before the expert has come."),
    "think_of_rehousing": _("Think of rehousing."),
    "stop_the_leak": _("Stop the leak."),
    "repair_of_the_cause_is_not_covered": _("The repair of the cause is not covered."),
    "keep_the_broken_lock_for_the_expert": _("Keep the broken lock for the expert."),
}

TELL: Mapping[str, str | Promise] = {
    "insurer_or_broker": _("insurer or broker"),
    "police": _("police"),
    "police_if_criminal": _("police, if the origin is criminal"),
    "assistance_provider": _("assistance"),
    "assistance_provider_if_not_drivable": _("assistance, if the vehicle cannot be driven"),
    "third_party_insurer": _("insurer of the third party"),
    "neighbour_or_syndic_at_origin": _("neighbour or managing agent at the origin of the leak"),
    "tell_matrix.default": _("managing agent or landlord, for parts of the building"),
    "tell_matrix.water_damage_override": _("managing agent or landlord"),
}
"""Who must be told of the loss."""

SINCE: Mapping[str, str | Promise] = {
    "known": _("after the loss is known"),
    "known_or_discovery": _("after the loss is known or discovered"),
    "event": _("after the loss"),
    "event_or_discovery": _("after the loss or its discovery"),
}
"""From when on the delay of a declaration runs."""

POLICE: Mapping[str, str | Promise] = {
    "complaint": _("Complaint to the police within 24 hours"),
    "call_police": _("Call the police at once"),
    "complaint_if_criminal": _("Complaint to the police if the origin is criminal"),
}

STANDINGS: Mapping[str, str | Promise] = {
    "in_complaint": _("in the complaint"),
    "doubtful": _("doubtful"),
    "not_found": _("not found in the complaint"),
}
"""How an item of the schedule of losses stands in the complaint."""

CUES: Mapping[str, str | Promise] = {
    "national_number": _("national number"),
}
"""Cues of personal data that are never shown as they stand."""
