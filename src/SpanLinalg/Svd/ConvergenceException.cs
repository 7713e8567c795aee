namespace SpanLinalg;

/// <summary>An iteration did not converge within its bound.</summary>
/// <remarks>For finite input this is not known to happen.</remarks>
public sealed class ConvergenceException : ArithmeticException
{
    /// <summary>An iteration did not converge.</summary>
    /// <param name="message">Which one.</param>
    public ConvergenceException(string message)
        : base(message) { }
}
