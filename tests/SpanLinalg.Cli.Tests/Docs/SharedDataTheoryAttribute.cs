namespace SpanLinalg.Cli.Tests;

/// <summary>A theory that needs <see cref="SharedData"/>, and is skipped, saying so, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = new SharedDataFactAttribute().Skip;
}
