namespace SpanLinalg;

/// <summary>An iteration did not converge within its bound.</summary>
/// <remarks>For finite input this is not known to happen.</remarks>
public sealed class ConvergenceException : ArithmeticException
{
    /// <summary>An iteration did not converge.</summary>
    /// <param name="message">Which one.</param>
    public ConvergenceException(string message)
        : base(message) { }

    /// <summary>The iteration for the singular values did not converge.</summary>
    /// <param name="iteration">What iterated.</param>
    internal static ConvergenceException OfSingularValues(string iteration) =>
        new($"The {iteration} iteration for the singular values did not converge.");
}
