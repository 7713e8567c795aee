using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Lora.Tests;

public sealed class LowRankSvdTests
{
    [Fact]
    public void Values_are_those_of_the_product_for_any_shape_and_rank()
    {
        Properties.ForAll(Problems, problem => CheckValues<double>(problem, 1e-13));
        Properties.ForAll(Problems, problem => CheckValues<float>(problem, 1e-4));
    }

    [Fact]
    public void Triplets_make_the_product_again_for_any_shape_and_rank()
    {
        Properties.ForAll(Problems, problem => CheckThin<double>(problem, 1e-13));
        Properties.ForAll(Problems, problem => CheckThin<float>(problem, 1e-4));
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_one_allocates_nothing()
    {
        Problem problem = new(300, 200, 24, 7);
        double[] one = Values<double>(problem, Parallelism.None);
        Assert.Equal(one, Values<double>(problem, Parallelism.UpTo(2)));

        Matrix<double> b = problem.B<double>();
        Matrix<double> a = problem.A<double>();
        double[] workspace = new double[LowRankSvd.ValuesWorkspaceLength<double>(300, 200, 24, Parallelism.None)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        LowRankSvd.Values(problem.Scale, b.View, a.View, one, workspace, parallelism: Parallelism.None);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Matrix<double> b = new(5, 2);
        Matrix<double> a = new(3, 4);
        Assert.Throws<ArgumentException>(() => LowRankSvd.Thin(1, b.View, a.View));

        a = new(2, 4);
        int length = LowRankSvd.ValuesWorkspaceLength<double>(5, 4, 2);
        Assert.ThrowsAny<ArgumentException>(() =>
            LowRankSvd.Values(1, b.View, a.View, new double[1], new double[length])
        );
        Assert.ThrowsAny<ArgumentException>(() => LowRankSvd.Values(1, b.View, a.View, new double[2], new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LowRankSvd.ValuesWorkspaceLength<double>(-1, 4, 2));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_is_not_finite_is_refused_in_either_factor(double value)
    {
        foreach (bool inB in (bool[])[true, false])
        {
            Problem problem = new(6, 5, 3, 1);
            Matrix<double> b = problem.B<double>();
            Matrix<double> a = problem.A<double>();
            (inB ? b : a)[2, 1] = value;
            Assert.Throws<NotFiniteNumberException>(() => LowRankSvd.Thin(1, b.View, a.View));
        }
        Problem large = new(6, 5, 3, 1);
        Assert.Throws<NotFiniteNumberException>(() =>
            LowRankSvd.Thin(double.MaxValue, large.B<double>().View, large.A<double>().View)
        );
    }

    private static Gen<Problem> Problems =>
        from rows in Gen.Choose(1, 30)
        from columns in Gen.Choose(1, 30)
        from rank in Gen.Choose(1, 12)
        from seed in Gen.Choose(0, 10_000)
        select new Problem(rows, columns, rank, seed);

    private static void CheckValues<T>(Problem problem, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] expected = new double[Math.Min(problem.Rows, problem.Columns)];
        Svd.Values(problem.Product(), expected);
        double[] actual = Values<T>(problem, default);
        Assert.Equal(Math.Min(expected.Length, problem.Rank), actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], i < actual.Length ? actual[i] : 0, tolerance * expected[0]);
        }
    }

    private static void CheckThin<T>(Problem problem, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SvdFactors<T> svd = LowRankSvd.Thin(
            T.CreateTruncating(problem.Scale),
            problem.B<T>().View,
            problem.A<T>().View
        );
        int k = Math.Min(problem.Rank, Math.Min(problem.Rows, problem.Columns));
        Assert.Equal((problem.Rows, k), (svd.U.Rows, svd.U.Columns));
        Assert.Equal((k, problem.Columns), (svd.Vt.Rows, svd.Vt.Columns));
        Matrix<double> u = Double(svd.U);
        Matrix<double> vt = Double(svd.Vt);
        double[] s = [.. svd.S.Select(double.CreateTruncating)];
        AssertIdentity(Gemm.Multiply(u.Transposed, u), tolerance);
        AssertIdentity(Gemm.Multiply(vt, vt.Transposed), tolerance);
        Matrix<double> product = problem.Product();
        double missed = (new LowRankFactors(u, s, vt, 0).Product() - product).FrobeniusNorm();
        Assert.InRange(missed, 0, tolerance * product.FrobeniusNorm());
    }

    private static double[] Values<T>(Problem problem, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = LowRankSvd.ValuesWorkspaceLength<T>(problem.Rows, problem.Columns, problem.Rank, parallelism);
        T[] workspace = new T[length];
        workspace.AsSpan().Fill(T.NaN);
        T[] s = new T[Math.Min(problem.Rank, Math.Min(problem.Rows, problem.Columns))];
        LowRankSvd.Values(
            T.CreateTruncating(problem.Scale),
            problem.B<T>().View,
            problem.A<T>().View,
            s,
            workspace,
            parallelism: parallelism
        );
        return [.. s.Select(double.CreateTruncating)];
    }

    private static void AssertIdentity(Matrix<double> matrix, double tolerance)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                Assert.Equal(i == j ? 1 : 0, matrix[i, j], tolerance);
            }
        }
    }

    private static Matrix<double> Double<T>(Matrix<T> source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<double> result = new(source.Rows, source.Columns);
        for (int i = 0; i < source.Elements.Length; i++)
        {
            result.Elements[i] = double.CreateTruncating(source.Elements[i]);
        }
        return result;
    }

    /// <summary>Normal factors, rounded to float so that both types see the same.</summary>
    private sealed record Problem(int Rows, int Columns, int Rank, int Seed)
    {
        /// <summary>Of either sign, now and then; a power of two, which no type rounds.</summary>
        public double Scale => Math.ScaleB(Seed % 2 == 0 ? 1 : -1, (Seed % 21) - 10);

        public Matrix<T> B<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Normal<T>(Rows, Rank, 2 * Seed);

        public Matrix<T> A<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Normal<T>(Rank, Columns, (2 * Seed) + 1);

        public Matrix<double> Product()
        {
            Matrix<double> product = new(Rows, Columns);
            Gemm.Multiply(Scale, B<double>(), A<double>(), 0, product);
            return product;
        }

        private static Matrix<T> Normal<T>(int rows, int columns, int seed)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            NumpyRandom random = new((uint)seed);
            Matrix<T> matrix = new(rows, columns);
            foreach (ref T entry in matrix.Elements)
            {
                entry = T.CreateTruncating((float)random.NextNormal());
            }
            return matrix;
        }
    }
}
