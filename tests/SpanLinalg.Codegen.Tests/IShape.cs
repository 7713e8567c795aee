namespace SpanLinalg.Codegen.Tests;

/// <summary>What a kernel has for further type arguments, besides vectors, their set and their elements.</summary>
internal interface IShape
{
    private static readonly string[] Numbers = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"];

    string[] TypeArguments { get; }

    /// <summary>
    /// The multiply-adds in one turn of the loop, or null if a processor has no use for this shape with such elements.
    /// </summary>
    int? FmasOn(TargetProcessor target, Type type);

    /// <summary>Instructions that one turn of the loop has at most, or null if any number will do.</summary>
    int? MostInstructionsOn(TargetProcessor target) => null;

    /// <summary>The type that stands for a number.</summary>
    static string Number(int value) => Numbers[value - 1];
}
