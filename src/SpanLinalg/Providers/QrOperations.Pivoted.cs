using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <content>QR with column pivoting.</content>
public sealed partial class QrOperations
{
    /// <inheritdoc cref="Qr.FactorPivotedWorkspaceLength"
    /// path="/*[not(self::summary or self::remarks or @name='parallelism')]"/>
    /// <summary>
    /// Scratch elements for a factorisation with column pivoting, with limits or without; zero if the provider has
    /// memory of its own.
    /// </summary>
    public int FactorPivotedWorkspaceLength<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return provider.FactorPivotedQrWorkspaceLength<T>(m, n);
    }

    /// <inheritdoc cref="Qr.FactorPivoted{T}(MatrixView{T}, Span{int}, Span{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    /// <remarks>4mnk − 2k²(m + n) + 4⁄3·k³ flops with k = min(m, n).</remarks>
    public void FactorPivoted<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        Span<T> workspace,
        bool checkFinite = true
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int exponent = Prepare(a, pivots, tau, workspace, checkFinite);
        int k = Math.Min(a.Rows, a.Columns);
        if (k > 0)
        {
            provider.FactorPivotedQr(a, pivots[..a.Columns], tau[..k], workspace);
            SafeRange<T>.ScaleTriangle(a, k, exponent);
        }
    }

    /// <inheritdoc cref="Qr.FactorPivoted{T}(MatrixView{T}, Span{int}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    /// <remarks>Rents its scratch. 4mnk − 2k²(m + n) + 4⁄3·k³ flops with k = min(m, n).</remarks>
    public void FactorPivoted<T>(MatrixView<T> a, Span<int> pivots, Span<T> tau, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(FactorPivotedWorkspaceLength<T>(a.Rows, a.Columns));
        FactorPivoted(a, pivots, tau, scratch.Span, checkFinite);
    }

    /// <inheritdoc
    /// cref="Qr.FactorPivoted{T}(MatrixView{T}, Span{int}, Span{T}, RankLimits{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    /// <remarks>
    /// 4mnk − 2k²(m + n) + 4⁄3·k³ flops for the rank k, or for k = min(m, n) by a provider that cannot stop early.
    /// </remarks>
    public NumericalRank<T> FactorPivoted<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        RankLimits<T> limits,
        Span<T> workspace,
        bool checkFinite = true
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int exponent = Prepare(a, pivots, tau, workspace, checkFinite);
        int k = Math.Min(a.Rows, a.Columns);
        if (k == 0)
        {
            return default;
        }
        NumericalRank<T> reached = provider.FactorPivotedQr(
            a,
            pivots[..a.Columns],
            tau[..k],
            limits.Scaled(-exponent),
            workspace
        );
        SafeRange<T>.ScaleTriangle(a, reached.Rank, exponent);
        return reached.Scaled(exponent);
    }

    /// <inheritdoc cref="Qr.FactorPivoted{T}(MatrixView{T}, Span{int}, Span{T}, RankLimits{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    /// <remarks>
    /// Rents its scratch. 4mnk − 2k²(m + n) + 4⁄3·k³ flops for the rank k, or for k = min(m, n) by a provider that
    /// cannot stop early.
    /// </remarks>
    public NumericalRank<T> FactorPivoted<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        RankLimits<T> limits,
        bool checkFinite = true
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(FactorPivotedWorkspaceLength<T>(a.Rows, a.Columns));
        return FactorPivoted(a, pivots, tau, limits, scratch.Span, checkFinite);
    }

    /// <inheritdoc cref="Qr.ThinPivoted{T}(ReadOnlyMatrixView{T}, RankLimits{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public PivotedQrFactors<T> ThinPivoted<T>(ReadOnlyMatrixView<T> a, RankLimits<T> limits = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> factors = new(a);
        int[] pivots = new int[a.Columns];
        T[] tau = new T[Math.Min(a.Rows, a.Columns)];
        NumericalRank<T> reached = FactorPivoted(factors, pivots, tau, limits);

        Matrix<T> q = new(a.Rows, reached.Rank);
        FormQ(factors.Slice(0, 0, a.Rows, reached.Rank), tau.AsSpan(0, reached.Rank), q);
        Matrix<T> r = new(reached.Rank, a.Columns);
        r.View.SetUpperTriangle(factors);
        return new(q, r, pivots, reached);
    }

    /// <inheritdoc cref="ThinPivoted{T}(ReadOnlyMatrixView{T}, RankLimits{T})"/>
    public PivotedQrFactors<T> ThinPivoted<T>(MatrixView<T> a, RankLimits<T> limits = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ThinPivoted((ReadOnlyMatrixView<T>)a, limits);

    /// <inheritdoc cref="ThinPivoted{T}(ReadOnlyMatrixView{T}, RankLimits{T})"/>
    public PivotedQrFactors<T> ThinPivoted<T>(Matrix<T> a, RankLimits<T> limits = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ThinPivoted(Arguments.ViewOf(a), limits);

    /// <summary>Checks, brings A into range, and lets the pivots of an empty matrix be none.</summary>
    /// <returns>e, where A ← 2⁻ᵉ·A.</returns>
    private int Prepare<T>(MatrixView<T> a, Span<int> pivots, Span<T> tau, Span<T> workspace, bool checkFinite)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int needed = provider.FactorPivotedQrWorkspaceLength<T>(a.Rows, a.Columns);
        QrArguments.CheckFactorPivoted(a, pivots, tau, workspace, needed);
        int exponent = SafeRange<T>.ScaleForReflections(KernelSet<T>.Default, a, checkFinite);
        if (a.IsEmpty)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                pivots[j] = j;
            }
        }
        return exponent;
    }
}
