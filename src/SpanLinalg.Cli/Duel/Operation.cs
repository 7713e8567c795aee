using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>What can be dueled over: the names on the command line, and their contests.</summary>
internal static class Operation
{
    public const string Gemm = "gemm";
    public const string Gemv = "gemv";
    public const string Qr = "qr";
    public const string QrPivoted = "qr-pivoted";
    public const string Svd = "svd";
    public const string SvdValues = "svd-values";
    public const string SvdTruncated = "svd-truncated";

    /// <summary>Every operation.</summary>
    public static readonly string[] Names = [Gemm, Gemv, Qr, QrPivoted, Svd, SvdValues, SvdTruncated];

    /// <summary>The size with its third number, where the operation has one and it was not given.</summary>
    public static ProblemSize Complete(string operation, ProblemSize size) =>
        operation switch
        {
            Gemm => size with { K = size.K ?? size.N },
            SvdTruncated => size with { K = size.K ?? Math.Max(size.Rank / 8, 1) },
            _ => size,
        };

    /// <summary>Prepares the operands of one size.</summary>
    /// <exception cref="OverflowException">A matrix would have more than 2³¹ − 1 elements.</exception>
    public static Contest Prepare<T>(string operation, ProblemSize size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        operation switch
        {
            Gemm => new GemmContest<T>(size),
            Gemv => new GemvContest<T>(size),
            Qr => new QrContest<T>(size),
            QrPivoted => new PivotedQrContest<T>(size),
            Svd => new SvdContest<T>(size),
            SvdValues => new SingularValuesContest<T>(size),
            SvdTruncated => new TruncatedSvdContest<T>(size),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "There is no such operation."),
        };
}
