using SpanLinalg.OpenBlas;

namespace SpanLinalg.Cli.Tests;

/// <summary>A theory that needs OpenBLAS, and is skipped where there is none, saying why.</summary>
public sealed class OpenBlasTheoryAttribute : TheoryAttribute
{
    public OpenBlasTheoryAttribute() => Skip = OpenBlasProvider.TryLoad(out _, out string? reason) ? null : reason;
}
