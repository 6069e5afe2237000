"""Well-known measures: which direction is better, and on which scale their values lie."""

import re
from dataclasses import dataclass
from typing import Literal

Direction = Literal["higher", "lower"]
#: "share": a proportion, so 92.3 must be percent. "score": at most 1, or at most 100: both are in use. "open": neither.
Scale = Literal["share", "score", "open"]


@dataclass(frozen=True)
class Measure:
    """What is known about a measure. `bounded` shares never exceed the whole; a word error rate can."""

    direction: Direction
    scale: Scale = "open"
    bounded: bool = False


_UP_SHARES = """
accuracy acc balanced_accuracy exact_match em f1 f_score fbeta precision recall sensitivity specificity tpr tnr ppv npv
auc auroc roc_auc aucroc auprc pr_auc average_precision ap map mean_average_precision iou miou mean_iou jaccard dice
hit_rate hits top1 top5 top_1 top_5 top_1_accuracy top_5_accuracy pass@1 pass@10 pass@k mrr ndcg win_rate
demographic_parity_ratio equalized_odds_ratio
"""
_UP_SCORES = """
bleu sacrebleu rouge rouge1 rouge2 rougel rougelsum meteor chrf chrf++ bertscore glue squad
r2 r_squared mcc matthews_correlation matthews_corrcoef pearson pearsonr spearman spearmanr kappa cohen_kappa ssim
"""
_UP_OPEN = "psnr elo mean_reward reward inception_score throughput tokens_per_second"
_DOWN_SHARES = """
error error_rate fpr fnr false_positive_rate false_negative_rate eer equal_error_rate ece mce brier brier_score
expected_calibration_error hallucination_rate toxicity demographic_parity_difference equalized_odds_difference
attack_success_rate
"""
_DOWN_RATES = "wer cer mer ter per der word_error_rate character_error_rate mape smape"
_DOWN_OPEN = """
loss cross_entropy log_loss logloss nll rmse mse mae mean_absolute_error mean_squared_error root_mean_squared_error
perplexity ppl bits_per_character bpc bits_per_byte fid kid latency latency_ms psi ks co2_emissions carbon_emissions
"""

MEASURES: dict[str, Measure] = {
    **dict.fromkeys(_UP_SHARES.split(), Measure("higher", "share", bounded=True)),
    **dict.fromkeys(_UP_SCORES.split(), Measure("higher", "score")),
    **dict.fromkeys(_UP_OPEN.split(), Measure("higher")),
    **dict.fromkeys(_DOWN_SHARES.split(), Measure("lower", "share", bounded=True)),
    **dict.fromkeys(_DOWN_RATES.split(), Measure("lower", "share")),
    **dict.fromkeys(_DOWN_OPEN.split(), Measure("lower")),
}
_AROUND = {
    *("eval", "test", "train", "val", "validation", "dev", "macro", "micro", "weighted", "binary", "mean", "avg"),
    *("average", "score", "value", "overall", "cased", "norm"),
}


def type_of(text: str) -> str:
    """The id of a measure as it is compared: “Macro F1-score” and `f1_macro` keep their words, joined by `_`."""
    return "_".join(re.findall(r"[\w@+²]+", text.casefold().replace("²", "2"))).strip("_")


def measure(kind: str) -> Measure | None:
    """What is known about the measure `kind` (an id or a name), also under words such as macro or eval; else None."""
    name = type_of(kind)
    if name in MEASURES:
        return MEASURES[name]
    words = [word for word in name.split("_") if word not in _AROUND]
    return MEASURES.get("_".join(words)) or (MEASURES.get(words[0]) if len(words) == 1 else None)
