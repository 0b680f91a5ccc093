// The statements of an application that are a yes or a no, with their Swedish names.
#pragma once

#include <array>

#include "worker/case/application.h"

namespace dm::explain {

struct Circumstance {
  const char* field;
  Answer StatedCircumstances::*answer;
  const char* label;
};

inline constexpr std::array kCircumstances = {
    Circumstance{"acute_need", &StatedCircumstances::acute_need, "Akut behov"},
    Circumstance{"eviction_or_rent_debt",
                 &StatedCircumstances::eviction_or_rent_debt,
                 "Avhysning eller hyresskuld"},
    Circumstance{"violence", &StatedCircumstances::violence, "Våld"},
    Circumstance{"student", &StatedCircumstances::student, "Studerande"},
    Circumstance{"self_employed", &StatedCircumstances::self_employed, "Egen verksamhet"},
    Circumstance{"foreign_income", &StatedCircumstances::foreign_income, "Inkomst från utlandet"},
    Circumstance{"guardian_or_trustee",
                 &StatedCircumstances::guardian_or_trustee,
                 "God man eller förvaltare"},
    Circumstance{"benefit_pending", &StatedCircumstances::benefit_pending, "Sökt ersättning"},
    Circumstance{"open_recovery", &StatedCircumstances::open_recovery, "Pågående återkrav"},
    Circumstance{"crime_investigation",
                 &StatedCircumstances::crime_investigation,
                 "Utredning om bidragsbrott"},
    Circumstance{"open_appeal", &StatedCircumstances::open_appeal, "Pågående överklagande"},
    Circumstance{"child_concern", &StatedCircumstances::child_concern, "Oro för barn"},
    Circumstance{"abroad_or_institution",
                 &StatedCircumstances::abroad_or_institution,
                 "Utomlands eller på institution"},
    Circumstance{"interpreter_needed", &StatedCircumstances::interpreter_needed, "Behov av tolk"},
    Circumstance{"unread_message", &StatedCircumstances::unread_message, "Oläst meddelande"},
    Circumstance{"discretionary_aid",
                 &StatedCircumstances::discretionary_aid,
                 "Begäran om bistånd enligt 12 kap. 2 § SoL"},
    Circumstance{"benefit_not_applied_for",
                 &StatedCircumstances::benefit_not_applied_for,
                 "Ersättning som inte är sökt"},
    Circumstance{
        "attachment_of_earnings", &StatedCircumstances::attachment_of_earnings, "Utmätning av lön"},
    Circumstance{"aid_elsewhere",
                 &StatedCircumstances::aid_elsewhere,
                 "Försörjningsstöd från en annan kommun"},
    Circumstance{"surplus_explained",
                 &StatedCircumstances::surplus_explained,
                 "Vad ett uppgivet överskott har använts till"},
    Circumstance{"lawful_stay", &StatedCircumstances::lawful_stay, "Laglig vistelse i landet"},
};

}  // namespace dm::explain
