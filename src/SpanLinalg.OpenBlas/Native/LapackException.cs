namespace SpanLinalg.OpenBlas;

/// <summary>LAPACK refused an argument, or could not get memory.</summary>
/// <remarks>
/// Arguments are checked before LAPACK sees them, so this means a library that is not what it seems, or a defect of
/// this one. An iteration that does not converge is a <see cref="ConvergenceException"/> instead.
/// </remarks>
public sealed class LapackException : InvalidOperationException
{
    // What LAPACKE returns where one of its own allocations fails (lapacke.h).
    private const int WorkMemoryError = -1010;
    private const int TransposeMemoryError = -1011;

    /// <summary>A routine returned a negative number.</summary>
    /// <param name="routine">The routine, by LAPACKE's name.</param>
    /// <param name="info">What it returned.</param>
    public LapackException(string routine, int info)
        : base(
            info is WorkMemoryError or TransposeMemoryError
                ? $"{routine} could not get memory (info = {info})."
                : $"{routine} refused its argument number {-(long)info} (info = {info})."
        )
    {
        Routine = routine;
        Info = info;
    }

    /// <summary>The routine, by LAPACKE's name.</summary>
    public string Routine { get; }

    /// <summary>What it returned: −i for the argument i, counted from one, the storage order included.</summary>
    public int Info { get; }
}
