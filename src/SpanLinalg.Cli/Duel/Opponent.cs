using SpanLinalg.OpenBlas;

namespace SpanLinalg.Cli;

/// <summary>The other side, and how the two introduce themselves.</summary>
/// <param name="Provider">Null if the managed code runs alone.</param>
/// <param name="Sides">A line for each side, and what has to be known about it.</param>
/// <param name="Threads">Its threads.</param>
internal sealed record Opponent(LinearAlgebraProvider? Provider, IReadOnlyList<string> Sides, int Threads = 1)
{
    private const string OpenBlas = "openblas";
    private const string None = "none";

    /// <summary>What <c>--against</c> takes.</summary>
    public static readonly string[] Names = [OpenBlas, None, "scalar", "128", "256", "512"];

    /// <summary>
    /// Those of OpenBLAS's processors whose kernels use AVX-512. A library may know none for a processor younger than
    /// itself.
    /// </summary>
    private static readonly string[] WideCores = ["SkylakeX", "Cooperlake", "SapphireRapids"];

    /// <param name="name">One of <see cref="Names"/>, or null for OpenBLAS if there is one.</param>
    /// <param name="threads">Threads of both sides.</param>
    /// <param name="operation">What is dueled over.</param>
    /// <exception cref="CommandException">
    /// OpenBLAS was asked for, and there is none, or none with so many threads.
    /// </exception>
    public static Opponent Choose(string? name, int threads, string operation)
    {
        string managed =
            $"spanlinalg: {SimdProvider.Default.Description} ({SimdPolicy.Reason}), "
            + ManagedThreads(threads, operation);
        int inUse = Operation.HasThreads(operation) ? threads : 1;
        switch (name)
        {
            case null or OpenBlas:
                return OpenBlasProvider.TryLoad(out OpenBlasProvider? library, out string? reason)
                        ? Native(library.WithThreads(threads), threads, operation, managed)
                    : name is null ? new(null, [managed, .. $"Nothing to compare with. {reason}".Split('\n')], inUse)
                    : throw new CommandException(reason);
            case None:
                return new(null, [managed], inUse);
            default:
                SimdWidth width = name == "scalar" ? SimdWidth.Scalar : Enum.Parse<SimdWidth>($"Vector{name}");
                SimdProvider other = new(width, Parallelism.UpTo(threads));
                return new(
                    other,
                    [managed, $"{other.Name}: {other.Description}, {ManagedThreads(threads, operation)}"],
                    inUse
                );
        }
    }

    private static string ManagedThreads(int threads, string operation) =>
        threads > 1 && Operation.HasThreads(operation) ? $"up to {threads} threads" : "1 thread";

    private static Opponent Native(OpenBlasProvider provider, int threads, string operation, string managed)
    {
        OpenBlasDescription description = provider.Describe();
        if (description.Threads < threads)
        {
            throw new CommandException(
                $"This OpenBLAS has at most {description.Threads} threads, and --threads asks for {threads}."
            );
        }
        List<string> sides = [managed, $"{provider.Name}: {description}"];
        if (description.Threads > 1 && !Operation.HasThreads(operation))
        {
            sides.Add(
                $"One thread is compared with {description.Threads}: the managed code has no more for {operation}."
            );
        }
        if (
            SimdPolicy.Width == SimdWidth.Vector512
            && !WideCores.Contains(description.Core, StringComparer.OrdinalIgnoreCase)
        )
        {
            sides.Add(
                $"Vectors of 512 bits are compared with the kernels that OpenBLAS has for {description.Core}, "
                    + "which are narrower: "
                    + $"OPENBLAS_CORETYPE=SkylakeX gives it as wide ones, "
                    + $"{SimdPolicy.EnvironmentVariable}=256 makes both alike."
            );
        }
        if (!description.LapackUsesThisBlas)
        {
            sides.Add("For qr and svd the other side is that LAPACK with whatever BLAS it uses, perhaps not OpenBLAS.");
        }
        if (operation == Operation.SvdTruncated)
        {
            sides.Add(
                "LAPACK has no truncated SVD: the other side computes the whole thin one (gesdd) and cuts it, "
                    + "which is exact. The managed side samples the range of the matrix, "
                    + "and measures what it left out: the speedup is mostly that of the method."
            );
        }
        return new(provider, sides, threads);
    }
}
