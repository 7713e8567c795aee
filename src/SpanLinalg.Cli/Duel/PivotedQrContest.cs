using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>AP = QR in place, as <see cref="QrContest{T}"/> has it without P.</summary>
internal sealed class PivotedQrContest<T>(ProblemSize size, Parallelism parallelism) : QrContest<T>(size, parallelism)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int rows = size.M;
    private readonly int columns = size.N;
    private readonly Parallelism ours = parallelism;

    public override Contestant Managed()
    {
        int[] pivots = new int[columns];
        T[] workspace = new T[Qr.FactorPivotedWorkspaceLength<T>(rows, columns, ours)];
        return InPlace(
            (matrix, tau) => Qr.FactorPivoted(matrix.ColumnMajor, pivots, tau, workspace, checkFinite: false, ours),
            pivots
        );
    }

    public override Contestant By(LinearAlgebraProvider provider)
    {
        int[] pivots = new int[columns];
        T[] workspace = new T[provider.Qr.FactorPivotedWorkspaceLength<T>(rows, columns)];
        return InPlace(
            (matrix, tau) => provider.Qr.FactorPivoted(matrix.ColumnMajor, pivots, tau, workspace, checkFinite: false),
            pivots
        );
    }
}
