// The enumerations of letters and frames' standing, value by value; part of enums.h, which is what
// others include.
#pragma once

#include "medarbetare/v1/decision_service.pb.h"
#include "medarbetare/v1/effect.pb.h"
#include "medarbetare/v1/frame_service.pb.h"
#include "worker/adapters/codec/enums_quality.h"
#include "worker/case/effect.h"
#include "worker/ports/decision_api.h"
#include "worker/ports/frame_api.h"

namespace dm::codec {

namespace pb = medarbetare::v1;

inline constexpr EnumPairs<LetterPart, pb::LetterPart, 6> kLetterPartPairs = {{
    {LetterPart::kHeading, pb::LETTER_PART_HEADING},
    {LetterPart::kSubheading, pb::LETTER_PART_SUBHEADING},
    {LetterPart::kParagraph, pb::LETTER_PART_PARAGRAPH},
    {LetterPart::kItem, pb::LETTER_PART_ITEM},
    {LetterPart::kRow, pb::LETTER_PART_ROW},
    {LetterPart::kSum, pb::LETTER_PART_SUM},
}};

constexpr const auto& PairsOf(LetterPart /*tag*/) {
  return kLetterPartPairs;
}

inline constexpr EnumPairs<FrameStanding, pb::FrameStanding, 8> kFrameStandingPairs = {{
    {FrameStanding::kInForce, pb::FRAME_STANDING_IN_FORCE},
    {FrameStanding::kNotYet, pb::FRAME_STANDING_NOT_YET},
    {FrameStanding::kEndedByPerson, pb::FRAME_STANDING_ENDED_BY_PERSON},
    {FrameStanding::kSuperseded, pb::FRAME_STANDING_SUPERSEDED},
    {FrameStanding::kLapsed, pb::FRAME_STANDING_LAPSED},
    {FrameStanding::kHouseholdChanged, pb::FRAME_STANDING_HOUSEHOLD_CHANGED},
    {FrameStanding::kHousingChanged, pb::FRAME_STANDING_HOUSING_CHANGED},
    {FrameStanding::kBarrierEnded, pb::FRAME_STANDING_BARRIER_ENDED},
}};

constexpr const auto& PairsOf(FrameStanding /*tag*/) {
  return kFrameStandingPairs;
}

inline constexpr EnumPairs<LetterForm, pb::LetterForm, 3> kLetterFormPairs = {{
    {LetterForm::kText, pb::LETTER_FORM_TEXT},
    {LetterForm::kHtml, pb::LETTER_FORM_HTML},
    {LetterForm::kPdf, pb::LETTER_FORM_PDF},
}};

constexpr const auto& PairsOf(LetterForm /*tag*/) {
  return kLetterFormPairs;
}

}  // namespace dm::codec
