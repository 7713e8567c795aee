namespace SpanLinalg.Lora;

/// <summary>How far a study has come.</summary>
/// <param name="Stage">What begins now, in a few words.</param>
/// <param name="Fraction">The share of the arithmetic that is done, 0 to 1.</param>
public readonly record struct StudyProgress(string Stage, double Fraction);
