namespace SpanLinalg.Tests;

/// <summary>Exceptions that must name the argument they are about.</summary>
internal static class Errors
{
    /// <summary>An <see cref="ArgumentException"/> or a subclass of it with this parameter name.</summary>
    public static void AssertArgument(string parameterName, Action call)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(call);
        Assert.Equal(parameterName, exception.ParamName);
    }

    /// <summary>A <see cref="NotFiniteNumberException"/> whose message names row and column.</summary>
    public static void AssertNotFinite(int row, int column, Action call)
    {
        NotFiniteNumberException exception = Assert.Throws<NotFiniteNumberException>(call);
        Assert.Contains($"row {row}", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"column {column}", exception.Message, StringComparison.Ordinal);
    }
}
