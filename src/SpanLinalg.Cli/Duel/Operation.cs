using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>What can be dueled over: the names on the command line, and the contests that this build has.</summary>
internal static class Operation
{
    public const string Gemm = "gemm";
    public const string Gemv = "gemv";
    public const string Qr = "qr";
    public const string QrPivoted = "qr-pivoted";
    public const string Svd = "svd";
    public const string SvdValues = "svd-values";

    /// <summary>Every operation that has a name, also those that the managed side lacks.</summary>
    public static readonly string[] Names = [Gemm, Gemv, Qr, QrPivoted, Svd, SvdValues, "svd-truncated"];

    /// <summary>The operations with a managed side.</summary>
    public static readonly string[] Managed = [Gemm, Gemv, Qr, QrPivoted, Svd, SvdValues];

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
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "It has no managed side."),
        };
}
