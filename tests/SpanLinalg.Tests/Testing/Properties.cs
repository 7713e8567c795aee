using SpanLinalg.Tests;

// A property is tried on this many cases, which grow from StartSize to EndSize: a limit for their lengths. Each run
// draws others. Where one fails, FsCheck prints the simplest case it could find and a seed in parentheses:
// [Property(Replay = "…")] with that seed tries the same cases again.
[assembly: Properties(
    MaxTest = 60,
    StartSize = 20,
    EndSize = 60,
    QuietOnSuccess = true,
    Arbitrary = [
        typeof(Factor),
        typeof(Grading),
        typeof(LapackCases),
        typeof(Layout),
        typeof(Length),
        typeof(MatrixCase),
        typeof(NonFiniteCase),
        typeof(ProductCase),
    ]
)]
