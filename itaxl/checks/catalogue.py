"""Every check there is, by code: file, package, workbook, heading, cell, row, table, points."""

from itaxl.checks.base import Check
from itaxl.checks.c101_blank_required_cell import BlankRequiredCell
from itaxl.checks.c102_value_outside_choices import ValueOutsideChoices
from itaxl.checks.c103_blank_agency_line import BlankAgencyLine
from itaxl.checks.c104_score_out_of_range import ScoreOutOfRange
from itaxl.checks.c105_score_not_a_number import ScoreNotANumber
from itaxl.checks.c106_doubtful_score import DoubtfulScore
from itaxl.checks.c107_error_value import ErrorValue
from itaxl.checks.c108_formula_without_result import FormulaWithoutResult
from itaxl.checks.c109_unreadable_period import UnreadablePeriod
from itaxl.checks.c110_doubtful_period import DoubtfulPeriod
from itaxl.checks.c111_unreadable_year import UnreadableYear
from itaxl.checks.c112_malformed_link import MalformedLink
from itaxl.checks.c113_unreadable_count import UnreadableCount
from itaxl.checks.c114_unreadable_date import UnreadableDate
from itaxl.checks.c115_malformed_telephone import MalformedTelephone
from itaxl.checks.c116_unreadable_owner import UnreadableOwner
from itaxl.checks.c117_unreadable_codes import UnreadableCodes
from itaxl.checks.c118_code_of_another_year import CodeOfAnotherYear
from itaxl.checks.c119_placeholder_text import PlaceholderText
from itaxl.checks.c120_text_too_short import TextTooShort
from itaxl.checks.c121_text_cut import TextCut
from itaxl.checks.c122_doubtful_value import DoubtfulValue
from itaxl.checks.c201_thai_digits import ThaiDigits
from itaxl.checks.c202_stray_spaces import StraySpaces
from itaxl.checks.c203_unusual_spelling import UnusualSpelling
from itaxl.checks.c204_thousands_comma import ThousandsComma
from itaxl.checks.c205_unit_behind_number import UnitBehindNumber
from itaxl.checks.c206_percent_cell import PercentCell
from itaxl.checks.c207_number_as_text import NumberAsText
from itaxl.checks.c208_buddhist_year_in_date import BuddhistYearInDate
from itaxl.checks.c209_gregorian_year import GregorianYear
from itaxl.checks.c210_digit_for_letter import DigitForLetter
from itaxl.checks.c211_nearly_a_choice import NearlyAChoice
from itaxl.checks.f01_temporary_file import TemporaryFile
from itaxl.checks.f02_empty_file import EmptyFile
from itaxl.checks.f03_other_kind_of_file import OtherKindOfFile
from itaxl.checks.f04_old_excel_file import OldExcelFile
from itaxl.checks.f05_binary_excel_file import BinaryExcelFile
from itaxl.checks.f06_other_spreadsheet import OtherSpreadsheet
from itaxl.checks.f07_password import Password
from itaxl.checks.f08_rights_managed import RightsManaged
from itaxl.checks.f09_cut_short import CutShort
from itaxl.checks.f10_damaged_file import DamagedFile
from itaxl.checks.f11_link_not_file import LinkNotFile
from itaxl.checks.f12_archive_of_workbooks import ArchiveOfWorkbooks
from itaxl.checks.f13_too_big import TooBig
from itaxl.checks.f14_not_a_regular_file import NotARegularFile
from itaxl.checks.f15_web_page import WebPage
from itaxl.checks.g01_register_sheet_missing import RegisterSheetMissing
from itaxl.checks.g02_register_heading_missing import RegisterHeadingMissing
from itaxl.checks.g03_register_value_unreadable import RegisterValueUnreadable
from itaxl.checks.g04_register_cell_blank import RegisterCellBlank
from itaxl.checks.g05_register_agency_twice import RegisterAgencyTwice
from itaxl.checks.g06_register_agency_unknown import RegisterAgencyUnknown
from itaxl.checks.g101_typed_total_disagrees import TypedTotalDisagrees
from itaxl.checks.g102_typed_level_disagrees import TypedLevelDisagrees
from itaxl.checks.g103_typed_instrument_disagrees import TypedInstrumentDisagrees
from itaxl.checks.g104_total_not_known import TotalNotKnown
from itaxl.checks.g105_level_not_proven import LevelNotProven
from itaxl.checks.g106_total_at_border import TotalAtBorder
from itaxl.checks.g107_parts_disagree_with_mean import PartsDisagreeWithMean
from itaxl.checks.g108_items_disagree_with_indicator import ItemsDisagreeWithIndicator
from itaxl.checks.g109_score_of_last_year import ScoreOfLastYear
from itaxl.checks.g110_more_answers_than_people import MoreAnswersThanPeople
from itaxl.checks.g111_too_few_answers import TooFewAnswers
from itaxl.checks.g112_formula_overwritten import FormulaOverwritten
from itaxl.checks.g113_large_change import LargeChange
from itaxl.checks.g114_stale_result import StaleResult
from itaxl.checks.g115_answers_without_headings import AnswersWithoutHeadings
from itaxl.checks.g116_answers_column_not_used import AnswersColumnNotUsed
from itaxl.checks.g117_answers_column_doubled import AnswersColumnDoubled
from itaxl.checks.g118_answers_question_missing import AnswersQuestionMissing
from itaxl.checks.g119_answer_not_on_scale import AnswerNotOnScale
from itaxl.checks.g120_respondent_doubled import RespondentDoubled
from itaxl.checks.g121_answers_not_computable import AnswersNotComputable
from itaxl.checks.g122_answers_left_blank import AnswersLeftBlank
from itaxl.checks.g123_respondents_counted_otherwise import RespondentsCountedOtherwise
from itaxl.checks.g124_answers_on_further_sheet import AnswersOnFurtherSheet
from itaxl.checks.g125_answers_question_unknown import AnswersQuestionUnknown
from itaxl.checks.g126_last_score_disagrees import LastScoreDisagrees
from itaxl.checks.g127_total_of_last_year import TotalOfLastYear
from itaxl.checks.h101_missing_heading import MissingHeading
from itaxl.checks.h102_missing_optional_heading import MissingOptionalHeading
from itaxl.checks.h103_doubled_heading import DoubledHeading
from itaxl.checks.h104_heading_read_as import HeadingReadAs
from itaxl.checks.h105_extra_column import ExtraColumn
from itaxl.checks.h106_extra_sheet import ExtraSheet
from itaxl.checks.r101_period_outside_plan_year import PeriodOutsidePlanYear
from itaxl.checks.r102_reversed_period import ReversedPeriod
from itaxl.checks.r103_result_without_status import ResultWithoutStatus
from itaxl.checks.r104_status_without_result import StatusWithoutResult
from itaxl.checks.r105_status_contradicts_result import StatusContradictsResult
from itaxl.checks.r106_same_measure_twice import SameMeasureTwice
from itaxl.checks.r107_method_repeats_measure import MethodRepeatsMeasure
from itaxl.checks.r108_outcome_repeats_result import OutcomeRepeatsResult
from itaxl.checks.r109_ended_but_not_reported import EndedButNotReported
from itaxl.checks.r110_code_of_another_theme import CodeOfAnotherTheme
from itaxl.checks.r112_drag_filled_series import DragFilledSeries
from itaxl.checks.r113_hidden_row import HiddenRow
from itaxl.checks.r114_row_not_understood import RowNotUnderstood
from itaxl.checks.r115_joined_rows import JoinedRows
from itaxl.checks.r116_period_of_several_years import PeriodOfSeveralYears
from itaxl.checks.r117_done_before_it_began import DoneBeforeItBegan
from itaxl.checks.r118_number_used_twice import NumberUsedTwice
from itaxl.checks.r119_result_of_last_year import ResultOfLastYear
from itaxl.checks.r120_owner_of_another_agency import OwnerOfAnotherAgency
from itaxl.checks.r121_answer_inside_method import AnswerInsideMethod
from itaxl.checks.r122_owner_not_a_unit import OwnerNotAUnit
from itaxl.checks.s01_unpacks_too_large import UnpacksTooLarge
from itaxl.checks.s02_unsafe_part_name import UnsafePartName
from itaxl.checks.s03_doubled_part import DoubledPart
from itaxl.checks.s04_inconsistent_package import InconsistentPackage
from itaxl.checks.s05_foreign_definitions import ForeignDefinitions
from itaxl.checks.s06_address_outside_grid import AddressOutsideGrid
from itaxl.checks.s07_range_too_large import RangeTooLarge
from itaxl.checks.s08_too_many_of_a_kind import TooManyOfAKind
from itaxl.checks.s09_unknown_encoding import UnknownEncoding
from itaxl.checks.s10_macros import Macros
from itaxl.checks.s11_links_to_other_files import LinksToOtherFiles
from itaxl.checks.s12_fetching_formulas import FetchingFormulas
from itaxl.checks.s13_embedded_objects import EmbeddedObjects
from itaxl.checks.s14_strict_format import StrictFormat
from itaxl.checks.s15_read_without_formats import ReadWithoutFormats
from itaxl.checks.s16_part_not_read import PartNotRead
from itaxl.checks.s90_out_of_time import OutOfTime
from itaxl.checks.s91_out_of_memory import OutOfMemory
from itaxl.checks.s92_reader_stopped import ReaderStopped
from itaxl.checks.t101_missing_themes import MissingThemes
from itaxl.checks.t102_no_measures import NoMeasures
from itaxl.checks.t103_weak_indicator_without_measure import WeakIndicatorWithoutMeasure
from itaxl.checks.t104_lost_item_without_measure import LostItemWithoutMeasure
from itaxl.checks.t105_plan_row_not_reported import PlanRowNotReported
from itaxl.checks.t106_reported_row_not_planned import ReportedRowNotPlanned
from itaxl.checks.t107_same_result_in_many_rows import SameResultInManyRows
from itaxl.checks.w101_not_our_workbook import NotOurWorkbook
from itaxl.checks.w102_table_of_another_form import TableOfAnotherForm
from itaxl.checks.w103_year_without_rule_book import YearWithoutRuleBook
from itaxl.checks.w104_older_version import OlderVersion
from itaxl.checks.w105_newer_version import NewerVersion
from itaxl.checks.w106_missing_sheet import MissingSheet
from itaxl.checks.w107_identity_disagrees import IdentityDisagrees
from itaxl.checks.w108_form_of_another_year import FormOfAnotherYear
from itaxl.checks.w109_form_of_another_agency import FormOfAnotherAgency
from itaxl.checks.w110_form_without_stamp import FormWithoutStamp
from itaxl.checks.w111_years_disagree import YearsDisagree
from itaxl.checks.w112_left_over_of_own_report import LeftOverOfOwnReport
from itaxl.checks.x101_two_files_of_one_agency import TwoFilesOfOneAgency
from itaxl.checks.x102_same_file_twice import SameFileTwice
from itaxl.checks.x103_same_answers_twice import SameAnswersTwice
from itaxl.checks.x104_result_of_another_agency import ResultOfAnotherAgency
from itaxl.checks.x105_agency_not_in_register import AgencyNotInRegister
from itaxl.checks.x106_agency_missing import AgencyMissing
from itaxl.checks.x107_scores_of_another_agency import ScoresOfAnotherAgency
from itaxl.checks.x108_result_like_another_agency import ResultLikeAnotherAgency

CHECKS: tuple[Check, ...] = (
    TemporaryFile(),
    EmptyFile(),
    OtherKindOfFile(),
    OldExcelFile(),
    BinaryExcelFile(),
    OtherSpreadsheet(),
    Password(),
    RightsManaged(),
    CutShort(),
    DamagedFile(),
    LinkNotFile(),
    ArchiveOfWorkbooks(),
    TooBig(),
    NotARegularFile(),
    WebPage(),
    UnpacksTooLarge(),
    UnsafePartName(),
    DoubledPart(),
    InconsistentPackage(),
    ForeignDefinitions(),
    AddressOutsideGrid(),
    RangeTooLarge(),
    TooManyOfAKind(),
    UnknownEncoding(),
    Macros(),
    LinksToOtherFiles(),
    FetchingFormulas(),
    EmbeddedObjects(),
    StrictFormat(),
    ReadWithoutFormats(),
    PartNotRead(),
    OutOfTime(),
    OutOfMemory(),
    ReaderStopped(),
    NotOurWorkbook(),
    TableOfAnotherForm(),
    YearWithoutRuleBook(),
    OlderVersion(),
    NewerVersion(),
    MissingSheet(),
    IdentityDisagrees(),
    FormOfAnotherYear(),
    FormOfAnotherAgency(),
    FormWithoutStamp(),
    YearsDisagree(),
    LeftOverOfOwnReport(),
    MissingHeading(),
    MissingOptionalHeading(),
    DoubledHeading(),
    HeadingReadAs(),
    ExtraColumn(),
    ExtraSheet(),
    BlankRequiredCell(),
    ValueOutsideChoices(),
    BlankAgencyLine(),
    ScoreOutOfRange(),
    ScoreNotANumber(),
    DoubtfulScore(),
    ErrorValue(),
    FormulaWithoutResult(),
    UnreadablePeriod(),
    DoubtfulPeriod(),
    UnreadableYear(),
    MalformedLink(),
    UnreadableCount(),
    UnreadableDate(),
    MalformedTelephone(),
    UnreadableOwner(),
    UnreadableCodes(),
    CodeOfAnotherYear(),
    PlaceholderText(),
    TextTooShort(),
    TextCut(),
    DoubtfulValue(),
    ThaiDigits(),
    StraySpaces(),
    UnusualSpelling(),
    ThousandsComma(),
    UnitBehindNumber(),
    PercentCell(),
    NumberAsText(),
    BuddhistYearInDate(),
    GregorianYear(),
    DigitForLetter(),
    NearlyAChoice(),
    PeriodOutsidePlanYear(),
    ReversedPeriod(),
    ResultWithoutStatus(),
    StatusWithoutResult(),
    StatusContradictsResult(),
    SameMeasureTwice(),
    MethodRepeatsMeasure(),
    OutcomeRepeatsResult(),
    EndedButNotReported(),
    CodeOfAnotherTheme(),
    DragFilledSeries(),
    HiddenRow(),
    RowNotUnderstood(),
    JoinedRows(),
    PeriodOfSeveralYears(),
    DoneBeforeItBegan(),
    NumberUsedTwice(),
    ResultOfLastYear(),
    OwnerOfAnotherAgency(),
    AnswerInsideMethod(),
    OwnerNotAUnit(),
    MissingThemes(),
    NoMeasures(),
    WeakIndicatorWithoutMeasure(),
    LostItemWithoutMeasure(),
    PlanRowNotReported(),
    ReportedRowNotPlanned(),
    SameResultInManyRows(),
    RegisterSheetMissing(),
    RegisterHeadingMissing(),
    RegisterValueUnreadable(),
    RegisterCellBlank(),
    RegisterAgencyTwice(),
    RegisterAgencyUnknown(),
    TypedTotalDisagrees(),
    TypedLevelDisagrees(),
    TypedInstrumentDisagrees(),
    TotalNotKnown(),
    LevelNotProven(),
    TotalAtBorder(),
    PartsDisagreeWithMean(),
    ItemsDisagreeWithIndicator(),
    ScoreOfLastYear(),
    MoreAnswersThanPeople(),
    TooFewAnswers(),
    FormulaOverwritten(),
    LargeChange(),
    StaleResult(),
    AnswersWithoutHeadings(),
    AnswersColumnNotUsed(),
    AnswersColumnDoubled(),
    AnswersQuestionMissing(),
    AnswerNotOnScale(),
    RespondentDoubled(),
    AnswersNotComputable(),
    AnswersLeftBlank(),
    RespondentsCountedOtherwise(),
    AnswersOnFurtherSheet(),
    AnswersQuestionUnknown(),
    LastScoreDisagrees(),
    TotalOfLastYear(),
    TwoFilesOfOneAgency(),
    SameFileTwice(),
    SameAnswersTwice(),
    ResultOfAnotherAgency(),
    AgencyNotInRegister(),
    AgencyMissing(),
    ScoresOfAnotherAgency(),
    ResultLikeAnotherAgency(),
)

BY_CODE = {check.code: check for check in CHECKS}
