using System.Globalization;

namespace SpanLinalg.Latency;

/// <summary>An operation of one size and type.</summary>
internal sealed record Case(string Operation, int Size, string Type)
{
    public string Title =>
        Operation == "request" ? $"request, {Type}" : $"{Operation.ToUpperInvariant()} {Size}, {Type}";
}

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    public const string Usage = """
        Usage: ./build.sh latency [OPTIONS]

        What a call takes in a fresh process: the first one, those of the first seconds, and in the end.

          --operations LIST  of gemm, qr, svd, request (a QR of 6 × 6 and an SVD of 4 × 4); all of them
          --sizes LIST       sizes of the operations; gemm 4,16, qr 16, svd 16
          --types LIST       of f64, f32; f64
          --modes LIST       of jit, called, prepared, one-cpu, one-cpu-prompt, one-cpu-prepared, no-pgo, no-tiering,
                             r2r, aot, aot-default; all of them for requests, the most telling ones for the others
          --runs N           fresh processes for each figure, which is their median; 3
          --seconds S        when to stop waiting for the runtime to have optimised everything; 8
          --quick            one run of gemm 16, qr 16, svd 16 and request; jit, no-tiering and aot
          --all              gemm 4,8,16,32,64, qr 8,16,32,64, svd 4,8,16,32,64, in both types: half an hour
          --against DLL      another build of SpanLinalg.dll, run by turns with this one; prints their ratios
          --json PATH        writes the figures of every process to a file too

        """;

    public string[] Operations { get; private set; } = ["gemm", "qr", "svd", "request"];
    public int[]? Sizes { get; private set; }
    public string[] Types { get; private set; } = ["f64"];
    public Mode[]? Modes { get; private set; }
    public int Runs { get; private set; } = 3;
    public double Seconds { get; private set; } = 8;
    public bool All { get; private set; }
    public string? Against { get; private set; }
    public string? Json { get; private set; }

    public IEnumerable<Case> Cases =>
        from type in Types
        from operation in Operations
        from size in SizesOf(operation)
        select new Case(operation, size, type);

    public static bool TryParse(string[] arguments, out Options options, out string complaint)
    {
        options = new();
        complaint = "";
        while (arguments is not [])
        {
            try
            {
                arguments = options.Take(arguments);
            }
            catch (Exception exception) when (exception is FormatException or OverflowException)
            {
                complaint = $"not understood: {string.Join(' ', arguments)}";
                return false;
            }
        }
        return true;
    }

    /// <summary>Takes the first option; returns what is left.</summary>
    private string[] Take(string[] arguments)
    {
        switch (arguments)
        {
            case ["--operations", string list, ..]:
                Operations = Words(list, "gemm", "qr", "svd", "request");
                return arguments[2..];
            case ["--sizes", string list, ..]:
                Sizes = [.. list.Split(',').Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
                return arguments[2..];
            case ["--types", string list, ..]:
                Types = Words(list, "f64", "f32");
                return arguments[2..];
            case ["--modes", string list, ..]:
                string[] names = Words(list, [.. Mode.All.Select(mode => mode.Name)]);
                Modes = [.. Mode.All.Where(mode => names.Contains(mode.Name))];
                return arguments[2..];
            case ["--runs", string number, ..]:
                Runs = Math.Max(1, int.Parse(number, CultureInfo.InvariantCulture));
                return arguments[2..];
            case ["--seconds", string number, ..]:
                Seconds = double.Parse(number, CultureInfo.InvariantCulture);
                return arguments[2..];
            case ["--quick", ..]:
                (Runs, Sizes) = (1, [16]);
                Modes = [.. Mode.All.Where(mode => mode.Name is "jit" or "no-tiering" or "aot")];
                return arguments[1..];
            case ["--all", ..]:
                (All, Types) = (true, ["f64", "f32"]);
                return arguments[1..];
            case ["--against", string path, ..] when File.Exists(path):
                Against = Path.GetFullPath(path);
                return arguments[2..];
            case ["--json", string path, ..]:
                Json = path;
                return arguments[2..];
            default:
                throw new FormatException();
        }
    }

    private int[] SizesOf(string operation) =>
        operation switch
        {
            "request" => [0],
            _ when Sizes is not null => Sizes,
            "qr" => All ? [8, 16, 32, 64] : [16],
            "svd" => All ? [4, 8, 16, 32, 64] : [16],
            _ => All ? [4, 8, 16, 32, 64] : [4, 16],
        };

    private static string[] Words(string list, params string[] known)
    {
        string[] words = list.Split(',');
        return words.All(known.Contains) ? words : throw new FormatException();
    }
}
