"""Why an order may come back to where it was sent from (payments/magic-checkout/rto-intelligence/appendix.md)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

REASONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "rto_prone_phone": ("High RTOs detected by phone number", "phone"),
        "rto_prone_email": ("High RTOs detected by email", "email"),
        "rto_prone_ip": ("High RTOs detected by IP address", "device"),
        "rto_prone_device": ("High RTOs detected by device", "device"),
        "rto_prone_pincode": ("High RTOs detected by pincode", "address"),
        "short_shipping_address": ("Short shipping address", "address"),
        "gibberish_detected_in_address": ("Gibberish detected in address", "address"),
        "invalid_email_domain": ("Invalid email domain", "email"),
        "incomplete_pincode": ("Incomplete pincode", "address"),
        "dummy_address_detected": ("Dummy address detected", "address"),
        "dummy_name_detected": ("Dummy name detected", "customer"),
        "invalid_email_address": ("Invalid email address", "address"),
        "gibberish_detected_in_email": ("Gibberish detected in email", "email"),
        "invalid_phone": ("Invalid phone number", "phone"),
        "invalid_pincode": ("Invalid pincode", "address"),
        "address_pincode_state_mismatch": ("Incorrect pincode state entered", "address"),
        "incomplete_shipping_address": ("Incomplete shipping address", "address"),
        "customer_phone_blocklisted": ("Customer phone blocklisted by merchant", "phone"),
        "customer_ip_blocklisted": ("IP blocklisted by merchant", "device"),
        "customer_pincode_blocklisted": ("Customer pincode blocklisted by merchant", "address"),
        "customer_email_blocklisted": ("Customer email blocklisted by merchant", "email"),
        "address_is_less_detailed": ("Address is less detailed", "address"),
        "address_line_2_missing": ("Address Line 2 missing", "address"),
        "address_contains_invalid_characters": ("Address contains too many symbols", "address"),
        "address_building_name_absent": ("Address does not contain building name", "address"),
        "address_locality_name_absent": ("Address does not contain locality name", "address"),
        "address_incorrect_pincode": ("Incorrect pincode entered", "address"),
        "address_pincode_city_mismatch": ("Incorrect pincode city entered", "address"),
        "rto_prone_area": ("Order placed for high RTO area", "address"),
        "short_email": ("Email is too short", "email"),
        "potential_fraud_email": ("Email has too many digits", "email"),
        "order_placed_during_high_rto_period": ("Order placed during start/end of the month", "order"),
        "cod_prone_email": ("High COD orders from this email", "email"),
        "cod_prone_phone": ("High COD orders from this phone", "phone"),
        "cod_prone_device": ("High COD orders from this device", "device"),
        "return_prone_pincode": ("High return orders from this pincode", "address"),
        "cod_prone_pincode": ("Less prepaid orders from this pincode", "address"),
        "cod_prone_city": ("Less delivered orders from this city", "address"),
        "rto_prone_city": ("High RTOs from this city", "address"),
        "returns_prone_city": ("High return orders from this city", "address"),
        "returns_prone_state": ("High return orders from this state", "address"),
        "high_purchase_amount_in_an_hour": ("High purchase amount in one hour", "order"),
        "high_purchase_amount_in_a_day": ("High purchase amount in one day", "order"),
        "new_customer_on_your_store": ("First time customer on your store", "customer"),
    }
)
"""What each is called, and what it is of: the sample shows the bucket "address", the others are inferred."""
