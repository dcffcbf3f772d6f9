"""Cards, banks, UPI ids and wallets: what the documentation says of each, value by value."""

import pytest

from fakerzp.world import banks, cards, instruments
from fakerzp.world.failures import is_reason

# payments/payments/test-card-details.md: number as printed, network as Razorpay spells it.
PAYING = [
    ("4100 2800 0000 1007", "Visa"),
    ("5500 6700 0000 1002", "MasterCard"),
    ("6527 6589 0000 1005", "RuPay"),
    ("3608 280009 1007", "Diners Club"),
    ("3402 560004 01007", "American Express"),
    ("5555 5555 5555 4444", "MasterCard"),
    ("5105 1051 0510 5100", "MasterCard"),
    ("5104 0600 0000 0008", "MasterCard"),
    ("4012 8888 8888 1881", "Visa"),
    ("4718 6091 0820 4366", "Visa"),
    ("5104 0155 5555 5558", "MasterCard"),
    ("5241 8100 0000 0000", "MasterCard"),
    # the pages of the single integrations
    ("5267 3181 8797 5449", "MasterCard"),
    ("4386 2894 0766 0153", "Visa"),
    ("4111 1111 1111 1111", "Visa"),
    ("4895 1911 1111 1115", "Visa"),
]

FAILING = [
    ("4100 2800 0009 0000", "Visa", "payment_timed_out"),
    ("5305 6200 0006 0000", "MasterCard", "payment_timed_out"),
    ("4100 2800 0008 0001", "Visa", "insufficient_fund"),
    ("5305 6200 0005 0001", "MasterCard", "insufficient_fund"),
    ("4100 2800 0007 0002", "Visa", "payment_cancelled"),
    ("5305 6200 0004 0002", "MasterCard", "payment_cancelled"),
    ("4100 2800 0006 0003", "Visa", "card_declined"),
    ("5305 6200 0003 0003", "MasterCard", "card_declined"),
    ("4100 2800 0005 0004", "Visa", "card_declined"),
    ("5305 6200 0002 0004", "MasterCard", "card_declined"),
    ("4100 2800 0004 0005", "Visa", "card_declined"),
    ("5305 6200 0001 0005", "MasterCard", "card_declined"),
    ("4100 2800 0003 0006", "Visa", "card_disabled_for_online_payments"),
    ("5305 6200 0000 0006", "MasterCard", "card_disabled_for_online_payments"),
    ("4100 2800 0001 0008", "Visa", "card_number_invalid"),
    ("5305 6200 0008 0008", "MasterCard", "card_number_invalid"),
    ("4100 2800 0002 0007", "Visa", "gateway_technical_error"),
    ("5305 6200 0009 0007", "MasterCard", "gateway_technical_error"),
    ("4100 2800 0000 0009", "Visa", "authentication_failed"),
    ("5305 6200 0007 0009", "MasterCard", "authentication_failed"),
]

DIGITS = "31415926535897932384626433832795028841"


def token(count: int) -> str:
    return DIGITS[:count]


# --- cards -------------------------------------------------------------------------------------------------


def test_the_two_lists_here_are_all_the_documented_cards():
    printed = {row[0].replace(" ", "") for row in PAYING} | {row[0].replace(" ", "") for row in FAILING}
    assert printed == {row.number for row in cards.TEST_CARDS}
    assert len(cards.TEST_CARDS) == 36


@pytest.mark.parametrize(("number", "network"), PAYING)
def test_a_test_card_pays(number, network):
    assert cards.card_outcome(number) is None
    assert cards.network(number) == network
    assert cards.test_card(number).network == network


@pytest.mark.parametrize(("number", "network", "reason"), FAILING)
def test_an_error_card_fails_with_the_reason_of_its_page(number, network, reason):
    assert cards.card_outcome(number) == reason
    assert cards.card_outcome(number.replace(" ", "")) == reason
    assert cards.network(number) == network
    assert cards.test_card(number).network == network
    assert cards.test_card(number).uses == ("domestic", "error")
    assert is_reason(reason)


@pytest.mark.parametrize("row", cards.TEST_CARDS, ids=lambda row: row.number)
def test_every_test_card_passes_luhn(row):
    assert cards.is_card_number(row.number)


@pytest.mark.parametrize(
    "number",
    ["5555555555554444", "5105105105105100", "5104060000000008", "4012888888881881", "5104015555555558"],
)
def test_the_international_cards_are_international(number):
    assert cards.describe(number).international is True


def test_there_are_five_international_cards():
    assert sum(row.international for row in cards.TEST_CARDS) == 5


@pytest.mark.parametrize(
    ("number", "type_", "international"),
    [
        ("4718609108204366", "credit", False),
        ("5104015555555558", "credit", True),
        ("5104060000000008", "debit", True),
    ],
)
def test_cards_for_subscriptions(number, type_, international):
    known = cards.test_card(number)
    assert "subscription" in known.uses
    assert known.stated
    facts = cards.describe(number)
    assert (facts.type, facts.international) == (type_, international)


def test_the_card_for_instalments():
    assert cards.test_card("5241 8100 0000 0000").uses == ("domestic", "emi")
    assert cards.describe("5241810000000000").emi is True
    assert cards.describe("4100280000001007").emi is False


def test_the_facts_of_a_card_as_the_sample_of_fetching_them_shows():
    # api/payments/fetch-card-details-payment.md: 4366, Visa, credit, UTIB, domestic, consumer
    assert cards.describe("4718 6091 0820 4366") == cards.Card(
        last4="4366",
        network="Visa",
        type="credit",
        issuer="UTIB",
        international=False,
        emi=True,
        sub_type="consumer",
        token_iin=None,
        iin="471860",
    )


def test_a_card_that_nobody_documented_is_of_unknown_type():
    facts = cards.describe("4242 4242 4242 4242")
    assert (facts.network, facts.type, facts.issuer, facts.last4) == ("Visa", "unknown", None, "4242")
    assert facts.international is False
    assert cards.test_card("4242 4242 4242 4242") is None
    assert cards.card_outcome("4242 4242 4242 4242") is None


@pytest.mark.parametrize(
    ("number", "network"),
    [
        ("4111111111111111", "Visa"),
        ("2223003122003222", "MasterCard"),
        ("5105105105105100", "MasterCard"),
        ("378282246310005", "American Express"),
        ("341111111111111", "American Express"),
        ("30569309025904", "Diners Club"),
        ("38520000023237", "Diners Club"),
        ("3530111333300000", "JCB"),
        ("6759649826438453", "Maestro"),
        ("5018000000000009", "Maestro"),
        ("6220180000000000", "Maestro"),
        ("5085000000000000", "RuPay"),
        ("6069850000000000", "RuPay"),
        ("6080010000000000", "RuPay"),
        ("6521500000000000", "RuPay"),
        ("8172000000000000", "RuPay"),
        ("6200000000000005", "Union Pay"),
        ("2030400000000000", "Bajaj Finserv"),
        ("6011111111111117", "Unknown"),
        ("9000000000000000", "Unknown"),
        ("41111", "Unknown"),
        ("not a card", "Unknown"),
        ("", "Unknown"),
    ],
)
def test_networks_are_told_from_numbers_and_spelled_as_razorpay_spells_them(number, network):
    assert cards.network(number) == network


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("American Express", "AMEX"),
        ("Diners Club", "DICL"),
        ("MasterCard", "MC"),
        ("Maestro", "MAES"),
        ("Visa", "VISA"),
        ("JCB", "JCB"),
        ("RuPay", "RUPAY"),
        ("Bajaj Finserv", "BAJAJ"),
        ("Union Pay", "UNP"),
        ("Unknown", None),
        ("Mastercard", None),
    ],
)
def test_codes_of_networks_in_the_methods_api(name, code):
    assert cards.network_code(name) == code


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111112",  # wrong check digit
        "41111111111",  # 11 digits
        "4" * 20,
        "4111-1111-1111-111x",
        "٤١١١١١١١١١١١١١١١",
        "",
    ],
)
def test_what_is_no_card_number(number):
    assert cards.is_card_number(number) is False
    assert cards.card_outcome(number) == "card_number_invalid"
    with pytest.raises(ValueError, match="not a card number"):
        cards.describe(number)


def test_hyphens_and_spaces_do_not_matter():
    assert cards.digits("4111-1111 1111-1111") == "4111111111111111"
    assert cards.is_card_number("4111-1111 1111-1111") is True
    assert cards.describe("4111-1111-1111-1111").last4 == "1111"


def test_card_facts_cannot_be_changed():
    with pytest.raises(AttributeError):
        cards.describe("4111111111111111").network = "RuPay"


# --- UPI ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vpa", "outcome"),
    [
        ("success@razorpay", None),
        ("failure@razorpay", "payment_failed"),
        ("FAILURE@razorpay", "payment_failed"),
        ("gaurav.kumar@exampleupi", None),
        ("9876543210@upi", None),
        ("gaurav_k-1@okhdfcbank", None),
        ("gaurav.kumar", "invalid_vpa"),
        ("@upi", "invalid_vpa"),
        ("gaurav kumar@upi", "invalid_vpa"),
        ("gaurav@kumar@upi", "invalid_vpa"),
        ("gaurav@example.com", "invalid_vpa"),
        ("gaurav@upi\n", "invalid_vpa"),
        ("", "invalid_vpa"),
    ],
)
def test_how_a_payment_by_upi_ends(vpa, outcome):
    assert instruments.vpa_outcome(vpa) == outcome
    assert instruments.is_vpa(vpa) is (outcome != "invalid_vpa")


def test_the_parts_of_a_upi_id_are_those_of_a_token():
    assert instruments.vpa_parts("gaurav.kumar@exampleupi") == ("gaurav.kumar", "exampleupi")


# --- wallets -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("payzapp", "PayZapp"),
        ("airtelmoney", "Airtel Money"),
        ("mobikwik", "MobiKwik"),
        ("jiomoney", "JioMoney"),
        ("olamoney", "Ola Money"),
        ("bajajpay", "Bajaj Pay"),
        ("phonepe", "PhonePe"),
        ("phonepeswitch", "PhonePe Switch"),
        ("paypal", "PayPal"),
        ("amazonpay", "Amazon Pay"),
    ],
)
def test_the_documented_wallets(code, name):
    assert instruments.is_wallet(code)
    assert instruments.wallet_name(code) == name


def test_other_wallets_are_not_known():
    assert len(instruments.WALLETS) == 10
    assert not instruments.is_wallet("PayZapp")
    assert instruments.wallet_name("freecharge") is None


# --- banks -------------------------------------------------------------------------------------------------

# payments/payment-methods/netbanking.md: the 69 codes of the table.
NETBANKING_TABLE = """
AIRP ALLA AUBL BARB_R BBKM BDBL BKDN BKID CBIN CIUB CNRB CORP COSB CSBK DBSS DCBL DEUT DLXB ESAF
ESFB FDRL HDFC HSBC IBKL ICIC IDFB IDIB INDB IOBA JAKA JSBP JSFB KARB KCCB KJSB KKBK KVBL LAVB_R
MAHB MSNU NESF NKGS NSPB ORBC PMCB PSIB PUNB_R RATN SRCB SBBJ SBHY SBIN SBMY SBTR SCBL SIBL STBP
SURY SVCB SYNB TJSB TMBL TNSC UBIN UCBA UTBI UTIB VARA YESB
"""


def test_every_bank_of_the_netbanking_table_is_known():
    codes = NETBANKING_TABLE.split()
    assert len(codes) == 69
    assert [code for code in codes if not banks.is_netbanking_bank(code)] == []


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("HDFC", "HDFC Bank"),
        ("ICIC", "ICICI Bank"),
        ("UTIB", "Axis Bank"),
        ("SBIN", "State Bank of India"),
        ("YESB", "Yes Bank"),
        ("PUNB_R", "Punjab National Bank - Retail Banking"),
        ("YESB_C", "Yes Bank - Corporate Banking"),
        ("KKBK", "Kotak Mahindra Bank"),
        ("UJVN", "Ujjivan Small Finance Bank"),
    ],
)
def test_names_of_netbanking_banks(code, name):
    assert banks.netbanking_name(code) == name


@pytest.mark.parametrize("code", ["hdfc", "PUNB", "XXXX", "", "HDFC0000001"])
def test_what_is_no_netbanking_bank(code):
    assert not banks.is_netbanking_bank(code)
    assert banks.netbanking_name(code) is None


@pytest.mark.parametrize(
    ("ifsc", "name"),
    [
        ("HDFC0000001", "HDFC Bank"),
        ("HDFC0001233", "HDFC Bank"),
        ("RATN0VAAPIS", "RBL Bank"),
        ("ICIC0001207", "ICICI Bank"),
        ("UTIB0003198", "Axis Bank"),
        ("YESB0CMSNOC", "Yes Bank"),
        ("KKBK0000007", "Kotak Mahindra Bank"),
        ("PUNB0000001", "Punjab National Bank"),
        ("BARB0000001", "Bank of Baroda"),
        ("hdfc0000001", "HDFC Bank"),
        ("HDFC", "HDFC Bank"),
        ("FINO0000001", "FINO PAYMENTS BANK LTD"),
        ("RZPB0000001", None),
    ],
)
def test_the_bank_is_named_from_its_ifsc(ifsc, name):
    assert banks.bank_name(ifsc) == name


def test_the_bank_code_is_the_head_of_the_ifsc():
    assert banks.bank_code("HDFC0000001") == "HDFC"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("HDFC0000001", True),
        ("RATN0VAAPIS", True),
        ("HDFC1000001", False),
        ("HDF00000001", False),
        ("HDFC000001", False),
        ("HDFC00000012", False),
        ("hdfc0000001", False),
        ("HDFC0000 01", False),
        ("HDFC0000001\n", False),
        ("", False),
    ],
)
def test_how_an_ifsc_is_written(text, right):
    assert banks.is_ifsc(text) is right


def test_emandate_banks_and_their_authorisation_types():
    by_code = {bank.code: bank for bank in banks.emandate_banks()}
    assert len(by_code) == 210
    assert by_code["HDFC"].served_by is None
    assert by_code["AACX"] == banks.EmandateBank(
        "AACX", "AKHAND ANAND CO OP BANK LTD", ("netbanking", "aadhaar"), "HDFC"
    )
    assert by_code["BKID"].auth_types == ("debitcard", "aadhaar")


@pytest.mark.parametrize(
    ("code", "auth_type", "right"),
    [
        ("HDFC", None, True),
        ("HDFC", "netbanking", True),
        ("BKID", "debitcard", True),
        ("BKID", "aadhaar", True),
        ("BKID", "netbanking", False),
        ("AMCB", "aadhaar", True),
        ("AMCB", "debitcard", False),
        ("HDFC", "physical", False),
        ("XXXX", None, False),
    ],
)
def test_which_bank_registers_an_emandate(code, auth_type, right):
    assert banks.is_emandate_bank(code, auth_type) is right


@pytest.mark.parametrize(
    ("code", "right"), [("HDFC", True), ("ABCD", True), ("HDFC0", False), ("hdfc", False)]
)
def test_paper_nach_registers_with_all_banks(code, right):
    assert banks.is_nach_bank(code) is right


# --- what the acquirer reports -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "data"),
    [
        ("card", {"auth_code": "314159"}),
        ("emi", {"auth_code": "314159"}),
        ("netbanking", {"bank_transaction_id": "3141592"}),
        ("wallet", {"transaction_id": None}),
        ("paylater", {"transaction_id": None}),
        ("cardless_emi", {"transaction_id": None}),
        ("bank_transfer", {"rrn": "314159265358"}),
        ("nach", {}),
        ("emandate", {}),
    ],
)
def test_acquirer_data_of_a_payment_that_went_through(method, data):
    assert instruments.acquirer_data(method, token) == data


def test_acquirer_data_of_upi_has_a_reference_and_a_hexadecimal_id():
    data = instruments.acquirer_data("upi", token)
    assert list(data) == ["rrn", "upi_transaction_id"]
    assert data["rrn"] == "314159265358"
    assert data["upi_transaction_id"] == f"{int(DIGITS):032X}"
    assert len(data["upi_transaction_id"]) == 32
    assert set(data["upi_transaction_id"]) <= set("0123456789ABCDEF")
    largest = instruments.acquirer_data("upi", lambda count: "9" * count)
    assert len(largest["upi_transaction_id"]) == 32
    assert instruments.acquirer_data("upi", lambda count: "0" * count)["upi_transaction_id"] == "0" * 32


@pytest.mark.parametrize(
    ("method", "data"),
    [
        ("card", {"auth_code": None}),
        ("netbanking", {"bank_transaction_id": None}),
        ("wallet", {"transaction_id": None}),
        ("upi", {"rrn": None}),
        ("nach", {}),
        ("emandate", {}),
    ],
)
def test_acquirer_data_of_a_payment_that_failed(method, data):
    assert instruments.acquirer_data(method, token, done=False) == data


def test_acquirer_data_is_fresh_each_time():
    first = instruments.acquirer_data("card", token)
    first["auth_code"] = "000000"
    assert instruments.acquirer_data("card", token) == {"auth_code": "314159"}


def test_acquirer_data_of_a_method_that_no_page_shows():
    with pytest.raises(ValueError, match="no acquirer_data is documented for method 'cod'"):
        instruments.acquirer_data("cod", token)
