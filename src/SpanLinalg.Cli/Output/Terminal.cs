namespace SpanLinalg.Cli;

/// <summary>Where a command writes: the seam through which tests watch it.</summary>
/// <param name="Output">Receives results, and nothing but results.</param>
/// <param name="Error">Receives errors and progress.</param>
/// <param name="Width">Columns that a table may take.</param>
/// <param name="ShowsProgress">Whether somebody watches <paramref name="Error"/> as it is written.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, int Width, bool ShowsProgress)
{
    /// <summary>Wide enough that no table wraps; in a file or a pipe nobody counts columns.</summary>
    public const int Unlimited = 1000;

    private const int Narrowest = 80;

    public static Terminal OfThisProcess() =>
        new(
            Console.Out,
            Console.Error,
            Console.IsOutputRedirected ? Unlimited : Math.Max(Console.WindowWidth, Narrowest),
            !Console.IsErrorRedirected
        );
}
