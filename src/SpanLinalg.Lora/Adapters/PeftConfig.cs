using System.Text.Json;

namespace SpanLinalg.Lora;

/// <summary>What PEFT's <c>adapter_config.json</c> says about the scale and the orientation of the factors.</summary>
/// <remarks>
/// Only <c>peft_type</c> is required; everything else has PEFT's default. Unknown fields are passed over.
/// </remarks>
internal sealed class PeftConfig
{
    public const string FileName = "adapter_config.json";

    private const int DefaultRank = 8;
    private const double DefaultAlpha = 8;

    private readonly string path;
    private readonly double rank;
    private readonly double alpha;

    private PeftConfig(string path, JsonElement root)
    {
        this.path = path;
        string type = Field(root, "peft_type", JsonValueKind.String)?.GetString() ?? throw Problem("has no peft_type");
        if (type != "LORA")
        {
            throw Problem($"has peft_type '{type}'; only LORA can be read");
        }

        rank = Field(root, "r", JsonValueKind.Number) is { } r ? Rank("r", r) : DefaultRank;
        alpha = Field(root, "lora_alpha", JsonValueKind.Number) is { } a ? Finite("lora_alpha", a) : DefaultAlpha;
        Rule = Flag(root, "use_rslora") ? ScalingRule.RankStabilized : ScalingRule.Standard;
        FanInFanOut = Flag(root, "fan_in_fan_out");
        RankPattern = Patterns(root, "rank_pattern", Rank);
        AlphaPattern = Patterns(root, "alpha_pattern", Finite);
    }

    public ScalingRule Rule { get; }

    public bool FanInFanOut { get; }

    public ModulePatterns RankPattern { get; }

    public ModulePatterns AlphaPattern { get; }

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="AdapterException">
    /// It is not JSON, not of a LoRA, or a field has a value it cannot have.
    /// </exception>
    public static PeftConfig Read(string path)
    {
        try
        {
            using FileStream stream =
                RegularFile.TryOpen(path)
                ?? throw new AdapterException(path, "the configuration is empty, a pipe, a device or a broken link");
            using JsonDocument document = JsonDocument.Parse(stream);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(path, document.RootElement)
                : throw new AdapterException(path, "the configuration is not a JSON object");
        }
        catch (JsonException exception)
        {
            throw new AdapterException(path, "the configuration is not valid JSON", exception);
        }
        catch (InvalidOperationException exception)
        {
            // The parser leaves strings alone until they are read: bytes that are not UTF-8, half a surrogate pair.
            throw new AdapterException(path, "the configuration has a string that is not Unicode", exception);
        }
    }

    /// <summary>The rank that the configuration gives a module.</summary>
    public int RankOf(string module) => (int)RankPattern.ValueFor(module, rank);

    /// <summary>α of a module.</summary>
    public double AlphaOf(string module) => AlphaPattern.ValueFor(module, alpha);

    private ModulePatterns Patterns(JsonElement root, string name, Func<string, JsonElement, double> read)
    {
        // As in Python, a key that comes twice keeps its first place and takes its last value.
        OrderedDictionary<string, double> values = [];
        if (Field(root, name, JsonValueKind.Object) is { } patterns)
        {
            foreach (JsonProperty pattern in patterns.EnumerateObject())
            {
                values[pattern.Name] = read($"{name}['{pattern.Name}']", pattern.Value);
            }
        }
        return new(path, name, values);
    }

    private double Rank(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out double number)
        && number is > 0 and <= int.MaxValue
        && double.IsInteger(number)
            ? number
            : throw Problem($"gives {name} a value that is not a whole number above zero");

    private double Finite(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Problem($"gives {name} a value that is not a finite number");

    private bool Flag(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value)
        && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw Problem($"gives {name} a value that is neither true nor false"),
        };

    private JsonElement? Field(JsonElement root, string name, JsonValueKind kind)
    {
        if (!root.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        return value.ValueKind == kind ? value : throw Problem($"gives {name} a value that is not a JSON {Word(kind)}");
    }

    private static string Word(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "object",
        };

    private AdapterException Problem(string problem) => new(path, $"the configuration {problem}");
}
