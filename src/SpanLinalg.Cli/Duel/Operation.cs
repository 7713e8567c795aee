using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>What can be dueled over: the names on the command line, and their contests.</summary>
internal static class Operation
{
    public const string Gemm = "gemm";
    public const string GemmBatch = "gemm-batch";
    public const string Gemv = "gemv";
    public const string Qr = "qr";
    public const string QrPivoted = "qr-pivoted";
    public const string Svd = "svd";
    public const string SvdValues = "svd-values";
    public const string SvdTruncated = "svd-truncated";

    /// <summary>Every operation.</summary>
    public static readonly string[] Names = [Gemm, GemmBatch, Gemv, Qr, QrPivoted, Svd, SvdValues, SvdTruncated];

    /// <summary>The size with its third number, where the operation has one and it was not given.</summary>
    public static ProblemSize Complete(string operation, ProblemSize size) =>
        operation switch
        {
            Gemm or GemmBatch => size with { K = size.K ?? size.N },
            SvdTruncated => size with { K = size.K ?? Math.Max(size.Rank / 8, 1) },
            _ => size,
        };

    /// <summary>
    /// The matrices among the factors of a product, whose storage order can be chosen; zero for other operations.
    /// </summary>
    public static int Factors(string operation) =>
        operation switch
        {
            Gemm => 2,
            Gemv => 1,
            _ => 0,
        };

    /// <summary>Whether the managed code uses more than one thread for it.</summary>
    public static bool HasThreads(string operation) => operation is not GemmBatch;

    /// <summary>Whether a size has a third number.</summary>
    public static bool HasThirdNumber(string operation) => operation is Gemm or GemmBatch or SvdTruncated;

    /// <summary>Prepares the operands of one problem.</summary>
    /// <exception cref="OverflowException">A matrix would have more than 2³¹ − 1 elements.</exception>
    public static Contest Prepare<T>(string operation, Problem problem, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        operation switch
        {
            Gemm => new GemmContest<T>(problem, parallelism),
            GemmBatch => new GemmBatchContest<T>(problem),
            Gemv => new GemvContest<T>(problem, parallelism),
            Qr => new QrContest<T>(problem.Size, parallelism),
            QrPivoted => new PivotedQrContest<T>(problem.Size, parallelism),
            Svd => new SvdContest<T>(problem.Size, parallelism),
            SvdValues => new SingularValuesContest<T>(problem.Size, parallelism),
            SvdTruncated => new TruncatedSvdContest<T>(problem.Size, parallelism),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "There is no such operation."),
        };
}
