using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Singular value decompositions by a provider: the faces of <see cref="Svd"/>.</summary>
/// <remarks>
/// Shapes, exceptions and conventions are those of <see cref="Svd"/>. A face without a workspace rents what the
/// provider wants from the array pool; one with a workspace allocates what the provider allocates.
/// </remarks>
public sealed partial class SvdOperations
{
    private readonly LinearAlgebraProvider provider;

    internal SvdOperations(LinearAlgebraProvider provider) => this.provider = provider;

    /// <inheritdoc cref="Svd.ThinWorkspaceLength"
    /// path="/*[not(self::summary or @name='parallelism')]"/>
    /// <summary>Scratch elements for thin factors; zero if the provider has memory of its own.</summary>
    public int ThinWorkspaceLength<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => WorkspaceLength<T>(m, n, SingularVectors.Thin);

    /// <inheritdoc cref="ThinWorkspaceLength" path="/*[not(self::summary)]"/>
    /// <summary>Scratch elements for full factors; zero if the provider has memory of its own.</summary>
    public int FullWorkspaceLength<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => WorkspaceLength<T>(m, n, SingularVectors.Full);

    /// <inheritdoc cref="ThinWorkspaceLength" path="/*[not(self::summary)]"/>
    /// <summary>Scratch elements for singular values only; zero if the provider has memory of its own.</summary>
    public int ValuesWorkspaceLength<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => WorkspaceLength<T>(m, n, SingularVectors.None);

    /// <inheritdoc
    /// cref="Svd.Thin{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    public void Thin<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        bool checkFinite = true
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ThrowUnless(TryThin(a, u, s, vt, workspace, checkFinite));

    /// <inheritdoc
    /// cref="Svd.Thin{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    public void Thin<T>(ReadOnlyMatrixView<T> a, MatrixView<T> u, Span<T> s, MatrixView<T> vt, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(ThinWorkspaceLength<T>(a.Rows, a.Columns));
        Thin(a, u, s, vt, scratch.Span, checkFinite);
    }

    /// <inheritdoc
    /// cref="Svd.TryThin{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    public bool TryThin<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        bool checkFinite = true
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TryDecompose(a, SingularVectors.Thin, u, s, vt, workspace, checkFinite);

    /// <inheritdoc cref="Svd.Thin{T}(ReadOnlyMatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public SvdFactors<T> Thin<T>(ReadOnlyMatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(a.Rows, a.Columns);
        SvdFactors<T> factors = new(new(a.Rows, k), new T[k], new(k, a.Columns));
        Thin(a, factors.U, factors.S, factors.Vt);
        return factors;
    }

    /// <inheritdoc cref="Thin{T}(ReadOnlyMatrixView{T})"/>
    public SvdFactors<T> Thin<T>(MatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Thin((ReadOnlyMatrixView<T>)a);

    /// <inheritdoc cref="Thin{T}(ReadOnlyMatrixView{T})"/>
    public SvdFactors<T> Thin<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Thin(Arguments.ViewOf(a));

    /// <inheritdoc
    /// cref="Svd.Full{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    public void Full<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        bool checkFinite = true
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ThrowUnless(TryFull(a, u, s, vt, workspace, checkFinite));

    /// <inheritdoc
    /// cref="Svd.Full{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, bool, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public void Full<T>(ReadOnlyMatrixView<T> a, MatrixView<T> u, Span<T> s, MatrixView<T> vt, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(FullWorkspaceLength<T>(a.Rows, a.Columns));
        Full(a, u, s, vt, scratch.Span, checkFinite);
    }

    /// <inheritdoc
    /// cref="Svd.TryFull{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    public bool TryFull<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        bool checkFinite = true
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TryDecompose(a, SingularVectors.Full, u, s, vt, workspace, checkFinite);

    /// <inheritdoc cref="Svd.Full{T}(ReadOnlyMatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public SvdFactors<T> Full<T>(ReadOnlyMatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SvdFactors<T> factors = new(new(a.Rows, a.Rows), new T[Math.Min(a.Rows, a.Columns)], new(a.Columns, a.Columns));
        Full(a, factors.U, factors.S, factors.Vt);
        return factors;
    }

    /// <inheritdoc cref="Full{T}(ReadOnlyMatrixView{T})"/>
    public SvdFactors<T> Full<T>(MatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Full((ReadOnlyMatrixView<T>)a);

    /// <inheritdoc cref="Full{T}(ReadOnlyMatrixView{T})"/>
    public SvdFactors<T> Full<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Full(Arguments.ViewOf(a));

    /// <inheritdoc cref="Svd.Values{T}(ReadOnlyMatrixView{T}, Span{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    public void Values<T>(ReadOnlyMatrixView<T> a, Span<T> s, Span<T> workspace, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ThrowUnless(TryValues(a, s, workspace, checkFinite));

    /// <inheritdoc cref="Svd.Values{T}(ReadOnlyMatrixView{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public void Values<T>(ReadOnlyMatrixView<T> a, Span<T> s, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(ValuesWorkspaceLength<T>(a.Rows, a.Columns));
        Values(a, s, scratch.Span, checkFinite);
    }

    /// <inheritdoc cref="Svd.TryValues{T}(ReadOnlyMatrixView{T}, Span{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    public bool TryValues<T>(ReadOnlyMatrixView<T> a, Span<T> s, Span<T> workspace, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TryDecompose(a, SingularVectors.None, default, s, default, workspace, checkFinite);

    /// <inheritdoc cref="Svd.Values{T}(ReadOnlyMatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public T[] Values<T>(ReadOnlyMatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[Math.Min(a.Rows, a.Columns)];
        Values(a, values);
        return values;
    }

    /// <inheritdoc cref="Values{T}(ReadOnlyMatrixView{T})"/>
    public T[] Values<T>(MatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Values((ReadOnlyMatrixView<T>)a);

    /// <inheritdoc cref="Values{T}(ReadOnlyMatrixView{T})"/>
    public T[] Values<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Values(Arguments.ViewOf(a));

    private void ThrowUnless(bool converged)
    {
        if (!converged)
        {
            throw ConvergenceException.OfSingularValues(provider.Name);
        }
    }

    private int WorkspaceLength<T>(int m, int n, SingularVectors vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return provider.DecomposeWorkspaceLength<T>(m, n, vectors);
    }

    private bool TryDecompose<T>(
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        bool checkFinite
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int needed = provider.DecomposeWorkspaceLength<T>(a.Rows, a.Columns, vectors);
        SvdArguments.Check(a, vectors, u, s, vt, workspace, needed);
        if (checkFinite)
        {
            Arguments.CheckFinite(KernelSet<T>.Default, a);
        }
        if (a.IsEmpty)
        {
            u.SetIdentity();
            vt.SetIdentity();
            return true;
        }
        return provider.TryDecompose(a, vectors, u, s[..Math.Min(a.Rows, a.Columns)], vt, workspace);
    }
}
