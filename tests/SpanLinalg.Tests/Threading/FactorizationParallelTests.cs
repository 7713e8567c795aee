using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class FactorizationParallelDoubleTests : FactorizationParallelTests<double>;

public sealed class FactorizationParallelSingleTests : FactorizationParallelTests<float>;

/// <summary>
/// What QR and SVD promise about threads: the same bits, the scratch that they say, and no allocation.
/// </summary>
public abstract class FactorizationParallelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Some small in every way, and all others with more than one block, panel and part of a product.
    /// </summary>
    private static readonly (int Rows, int Columns)[] Shapes =
    [
        (0, 3),
        (20, 9),
        (64, 64),
        (70, 66),
        (150, 150),
        (150, 131),
        (131, 150),
        (150, 40),
        (40, 150),
        (300, 70),
    ];

    /// <summary>One call that can be repeated.</summary>
    /// <param name="Length">What its workspace needs; null if it has none.</param>
    /// <param name="Run">Computes in a workspace.</param>
    /// <param name="Results">All that it computed last.</param>
    private sealed record Call(int? Length, Action<T[]> Run, Func<T[]> Results);

    private delegate Call Face(Matrix<T> a, Parallelism parallelism);

    private static readonly Dictionary<string, Face> Faces = new()
    {
        ["Factor"] = (a, threads) => Factor(a, threads, withWorkspace: true),
        ["Factor, rented"] = (a, threads) => Factor(a, threads, withWorkspace: false),
        ["FactorPivoted"] = (a, threads) => FactorPivoted(a, threads, limits: null, withWorkspace: true),
        ["FactorPivoted, rented"] = (a, threads) => FactorPivoted(a, threads, limits: null, withWorkspace: false),
        ["FactorPivoted, limited"] = (a, threads) =>
            FactorPivoted(a, threads, new RankLimits<T> { Rank = 40 }, withWorkspace: true),
        ["FactorPivoted, limited, rented"] = (a, threads) =>
            FactorPivoted(a, threads, new RankLimits<T> { Rank = 40 }, withWorkspace: false),
        ["FormQ"] = (a, threads) => FormQ(a, threads, withWorkspace: true),
        ["FormQ, rented"] = (a, threads) => FormQ(a, threads, withWorkspace: false),
        ["ApplyQ, left"] = (a, threads) => ApplyQ(a, threads, QSide.Left, transposed: false, withWorkspace: true),
        ["ApplyQ, right"] = (a, threads) => ApplyQ(a, threads, QSide.Right, transposed: false, withWorkspace: true),
        ["ApplyQ, rented"] = (a, threads) => ApplyQ(a, threads, QSide.Left, transposed: false, withWorkspace: false),
        ["ApplyQTransposed"] = (a, threads) => ApplyQ(a, threads, QSide.Left, transposed: true, withWorkspace: true),
        ["ApplyQTransposed, rented"] = (a, threads) =>
            ApplyQ(a, threads, QSide.Right, transposed: true, withWorkspace: false),
        ["LeastSquares"] = (a, threads) => LeastSquares(a, threads, withWorkspace: true),
        ["LeastSquares, rented"] = (a, threads) => LeastSquares(a, threads, withWorkspace: false),
        ["LeastSquares, own"] = (a, threads) =>
            Own(() => Qr.LeastSquares(a, Random(a.Rows, RightHandSides), threads).Elements.ToArray()),
        ["LeastSquares, vector"] = (a, threads) =>
            Own(() => Qr.LeastSquares(a, Random(a.Rows, 1).View.Column(0), threads)),
        ["Solve"] = (a, threads) =>
            Own(() => Qr.Solve(Square(a), Random(Square(a).Rows, RightHandSides), threads).Elements.ToArray()),
        ["Solve, vector"] = (a, threads) =>
            Own(() => Qr.Solve(Square(a), Random(Square(a).Rows, 1).View.Column(0), threads)),
        ["Qr.Thin"] = (a, threads) =>
            Own(() =>
            {
                QrFactors<T> qr = Qr.Thin(a, threads);
                return [.. qr.Q.Elements, .. qr.R.Elements];
            }),
        ["Qr.ThinPivoted"] = (a, threads) =>
            Own(() =>
            {
                PivotedQrFactors<T> qr = Qr.ThinPivoted(a, parallelism: threads);
                return [.. qr.Q.Elements, .. qr.R.Elements];
            }),
        ["Svd.Thin"] = (a, threads) => Decompose(a, threads, full: false, withWorkspace: true),
        ["Svd.Thin, rented"] = (a, threads) => Decompose(a, threads, full: false, withWorkspace: false),
        ["Svd.Thin, own"] = (a, threads) => Own(() => Elements(Svd.Thin(a, threads))),
        ["Svd.Full"] = (a, threads) => Decompose(a, threads, full: true, withWorkspace: true),
        ["Svd.Full, rented"] = (a, threads) => Decompose(a, threads, full: true, withWorkspace: false),
        ["Svd.Full, own"] = (a, threads) => Own(() => Elements(Svd.Full(a, threads))),
        ["Svd.Values"] = (a, threads) => Values(a, threads, withWorkspace: true),
        ["Svd.Values, rented"] = (a, threads) => Values(a, threads, withWorkspace: false),
        ["Svd.Values, own"] = (a, threads) => Own(() => Svd.Values(a, threads)),
        ["Svd.Truncated"] = (a, threads) => Truncate(a, threads, share: 8, withWorkspace: true),
        ["Svd.Truncated, rented"] = (a, threads) => Truncate(a, threads, share: 8, withWorkspace: false),
        ["Svd.Truncated, by cutting"] = (a, threads) => Truncate(a, threads, share: 1, withWorkspace: true),
        ["Svd.Truncated, all of it"] = (a, threads) => Truncate(LowRank(a), threads, share: 8, withWorkspace: true),
        ["Svd.Truncated, own"] = (a, threads) =>
            Own(() =>
            {
                TruncatedSvdFactors<T> svd = Svd.Truncated(a, Smaller(a) / 8, parallelism: threads);
                return [.. svd.U.Elements, .. svd.S, .. svd.Vt.Elements];
            }),
    };

    private const int RightHandSides = 70;

    [Fact]
    public void The_result_has_the_same_bits_for_every_number_of_threads()
    {
        foreach ((string name, Face face) in Faces)
        {
            foreach ((int rows, int columns) in Shapes)
            {
                Matrix<T> a = Random(rows, columns);
                T[] expected = Results(face(a, Parallelism.None));
                foreach (int threads in (int[])[1, 2, 3])
                {
                    T[] actual = Results(face(a, Parallelism.Exactly(threads)));
                    Assert.True(Bits.Equal<T>(expected, actual), $"{name} {rows}×{columns}, {threads} threads");
                }
                Assert.True(Bits.Equal<T>(expected, Results(face(a, default))), $"{name} {rows}×{columns}, default");
            }
        }
    }

    [Fact]
    public void A_workspace_for_two_threads_is_as_long_as_it_must_be()
    {
        foreach ((string name, Face face) in Faces)
        {
            foreach ((int rows, int columns) in Shapes)
            {
                Call call = face(Random(rows, columns), Parallelism.Exactly(2));
                if (call.Length is > 0 and { } length)
                {
                    call.Run(Poisoned(length));
                    ArgumentException refused = Assert.Throws<ArgumentException>(() => call.Run(Poisoned(length - 1)));
                    Assert.True(refused.ParamName == "workspace", $"{name} {rows}×{columns}: {refused.Message}");
                }
            }
        }
    }

    [Fact]
    public void One_thread_allocates_nothing_in_a_workspace()
    {
        foreach ((string name, Face face) in Faces)
        {
            foreach ((int rows, int columns) in Shapes)
            {
                Call call = face(Random(rows, columns), Parallelism.None);
                if (call.Length is { } length)
                {
                    T[] workspace = new T[length];
                    Allocations.AssertNone(() => call.Run(workspace), $"{name} {rows}×{columns}");
                }
            }
        }
    }

    /// <summary>
    /// So many threads that no scratch would do: a face that forgot to hand them down would not notice.
    /// </summary>
    [Fact]
    public void No_face_forgets_the_threads()
    {
        foreach ((string name, Face face) in Faces)
        {
            foreach ((int rows, int columns) in (ReadOnlySpan<(int, int)>)[(150, 131), (131, 150)])
            {
                Matrix<T> a = Random(rows, columns);
                Exception? thrown = Record.Exception(() => Results(face(a, Parallelism.Exactly(int.MaxValue))));
                Assert.True(thrown is OverflowException, $"{name} {rows}×{columns}: {thrown}");
            }
        }
    }

    private static Matrix<T> Random(int rows, int columns) =>
        new(new GuardedMatrix<T>(RandomMatrix.Uniform(new Random(rows + columns), rows, columns)).ReadOnly);

    private static int Smaller(Matrix<T> a) => Math.Min(a.Rows, a.Columns);

    private static Matrix<T> Square(Matrix<T> a) => new(a.Slice(0, 0, Smaller(a), Smaller(a)));

    /// <summary>
    /// So low a rank that a truncation leaves nothing but rounding, whose norm is found in another way.
    /// </summary>
    private static Matrix<T> LowRank(Matrix<T> a)
    {
        int rank = Smaller(a) / 8;
        return Gemm.Multiply(Random(a.Rows, rank), Random(rank, a.Columns));
    }

    private static T[] Poisoned(int length)
    {
        T[] workspace = new T[length];
        Array.Fill(workspace, T.NaN);
        return workspace;
    }

    private static T[] Results(Call call)
    {
        call.Run(Poisoned(call.Length ?? 0));
        return call.Results();
    }

    private static T[] Elements(SvdFactors<T> svd) => [.. svd.U.Elements, .. svd.S, .. svd.Vt.Elements];

    /// <summary>A face whose results are its own.</summary>
    private static Call Own(Func<T[]> compute)
    {
        T[] results = [];
        return new(null, _ => results = compute(), () => results);
    }

    private static Call Factor(Matrix<T> a, Parallelism parallelism, bool withWorkspace)
    {
        Matrix<T> factors = new(a);
        T[] tau = new T[Smaller(a)];
        return new(
            withWorkspace ? Qr.FactorWorkspaceLength<T>(a.Rows, a.Columns, parallelism) : null,
            workspace =>
            {
                a.Elements.CopyTo(factors.Elements);
                if (withWorkspace)
                {
                    Qr.Factor(factors, tau, workspace, parallelism: parallelism);
                }
                else
                {
                    Qr.Factor(factors, tau, parallelism: parallelism);
                }
            },
            () => [.. factors.Elements, .. tau]
        );
    }

    private static Call FactorPivoted(Matrix<T> a, Parallelism parallelism, RankLimits<T>? limits, bool withWorkspace)
    {
        Matrix<T> factors = new(a);
        int[] pivots = new int[a.Columns];
        T[] tau = new T[Smaller(a)];
        return new(
            withWorkspace ? Qr.FactorPivotedWorkspaceLength<T>(a.Rows, a.Columns, parallelism) : null,
            workspace =>
            {
                a.Elements.CopyTo(factors.Elements);
                switch (limits, withWorkspace)
                {
                    case ({ } some, true):
                        Qr.FactorPivoted(factors, pivots, tau, some, workspace, parallelism: parallelism);
                        break;
                    case ({ } some, false):
                        Qr.FactorPivoted(factors, pivots, tau, some, parallelism: parallelism);
                        break;
                    case (null, true):
                        Qr.FactorPivoted(factors, pivots, tau, workspace, parallelism: parallelism);
                        break;
                    default:
                        Qr.FactorPivoted(factors, pivots, tau, parallelism: parallelism);
                        break;
                }
            },
            () => [.. factors.Elements, .. tau, .. pivots.Select(T.CreateChecked)]
        );
    }

    private static Call FormQ(Matrix<T> a, Parallelism parallelism, bool withWorkspace)
    {
        (Matrix<T> factors, T[] tau) = Factored(a);
        Matrix<T> q = new(a.Rows, a.Rows);
        return new(
            withWorkspace ? Qr.FormQWorkspaceLength<T>(a.Rows, a.Columns, a.Rows, parallelism) : null,
            workspace =>
            {
                if (withWorkspace)
                {
                    Qr.FormQ(factors, tau, q, workspace, parallelism);
                }
                else
                {
                    Qr.FormQ(factors, tau, q, parallelism);
                }
            },
            () => q.Elements.ToArray()
        );
    }

    private static Call ApplyQ(Matrix<T> a, Parallelism parallelism, QSide side, bool transposed, bool withWorkspace)
    {
        (Matrix<T> factors, T[] tau) = Factored(a);
        Matrix<T> given = side == QSide.Left ? Random(a.Rows, RightHandSides) : Random(RightHandSides, a.Rows);
        Matrix<T> c = new(given);
        return new(
            withWorkspace ? Qr.ApplyQWorkspaceLength(side, factors, c, parallelism) : null,
            workspace =>
            {
                given.Elements.CopyTo(c.Elements);
                switch (transposed, withWorkspace)
                {
                    case (true, true):
                        Qr.ApplyQTransposed(side, factors, tau, c, workspace, parallelism);
                        break;
                    case (true, false):
                        Qr.ApplyQTransposed(side, factors, tau, c, parallelism);
                        break;
                    case (false, true):
                        Qr.ApplyQ(side, factors, tau, c, workspace, parallelism);
                        break;
                    default:
                        Qr.ApplyQ(side, factors, tau, c, parallelism);
                        break;
                }
            },
            () => c.Elements.ToArray()
        );
    }

    private static (Matrix<T> Factors, T[] Tau) Factored(Matrix<T> a)
    {
        Matrix<T> factors = new(a);
        T[] tau = new T[Smaller(a)];
        Qr.Factor(factors, tau, parallelism: Parallelism.None);
        return (factors, tau);
    }

    private static Call LeastSquares(Matrix<T> a, Parallelism parallelism, bool withWorkspace)
    {
        Matrix<T> right = Random(a.Rows, RightHandSides);
        Matrix<T> factors = new(a);
        Matrix<T> b = new(right);
        Matrix<T> x = new(a.Columns, RightHandSides);
        return new(
            withWorkspace ? Qr.LeastSquaresWorkspaceLength<T>(a.Rows, a.Columns, RightHandSides, parallelism) : null,
            workspace =>
            {
                a.Elements.CopyTo(factors.Elements);
                right.Elements.CopyTo(b.Elements);
                if (withWorkspace)
                {
                    Qr.LeastSquares(factors, b, x, workspace, parallelism: parallelism);
                }
                else
                {
                    Qr.LeastSquares(factors, b, x, parallelism: parallelism);
                }
            },
            () => x.Elements.ToArray()
        );
    }

    private static Call Decompose(Matrix<T> a, Parallelism parallelism, bool full, bool withWorkspace)
    {
        (int m, int n, int k) = (a.Rows, a.Columns, Smaller(a));
        Matrix<T> u = new(m, full ? m : k);
        T[] s = new T[k];
        Matrix<T> vt = new(full ? n : k, n);
        int length = full
            ? Svd.FullWorkspaceLength<T>(m, n, parallelism)
            : Svd.ThinWorkspaceLength<T>(m, n, parallelism);
        return new(
            withWorkspace ? length : null,
            workspace =>
            {
                switch (full, withWorkspace)
                {
                    case (true, true):
                        Svd.Full(a, u, s, vt, workspace, parallelism: parallelism);
                        break;
                    case (true, false):
                        Svd.Full(a, u, s, vt, parallelism: parallelism);
                        break;
                    case (false, true):
                        Svd.Thin(a, u, s, vt, workspace, parallelism: parallelism);
                        break;
                    default:
                        Svd.Thin(a, u, s, vt, parallelism: parallelism);
                        break;
                }
            },
            () => [.. u.Elements, .. s, .. vt.Elements]
        );
    }

    private static Call Values(Matrix<T> a, Parallelism parallelism, bool withWorkspace)
    {
        T[] s = new T[Smaller(a)];
        return new(
            withWorkspace ? Svd.ValuesWorkspaceLength<T>(a.Rows, a.Columns, parallelism) : null,
            workspace =>
            {
                if (withWorkspace)
                {
                    Svd.Values(a, s, workspace, parallelism: parallelism);
                }
                else
                {
                    Svd.Values(a, s, parallelism: parallelism);
                }
            },
            () => [.. s]
        );
    }

    /// <param name="a">The matrix.</param>
    /// <param name="parallelism">The threads.</param>
    /// <param name="share">What part of the smaller side the rank is: the eighth by a sample, the whole without
    /// one.</param>
    /// <param name="withWorkspace">Which face.</param>
    private static Call Truncate(Matrix<T> a, Parallelism parallelism, int share, bool withWorkspace)
    {
        int rank = Smaller(a) / share;
        Matrix<T> u = new(a.Rows, rank);
        T[] s = new T[rank];
        Matrix<T> vt = new(rank, a.Columns);
        TruncationError<T> error = default;
        return new(
            withWorkspace ? Svd.TruncatedWorkspaceLength<T>(a.Rows, a.Columns, rank, parallelism: parallelism) : null,
            workspace =>
                error = withWorkspace
                    ? Svd.Truncated(a, rank, u, s, vt, workspace, parallelism: parallelism)
                    : Svd.Truncated(a, rank, u, s, vt, parallelism: parallelism),
            () => [.. u.Elements, .. s, .. vt.Elements, error.FrobeniusNorm, error.SpectralNorm]
        );
    }
}
