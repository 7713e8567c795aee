using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg.Tests;

/// <summary>Which product takes which path, on a processor with small caches; and that every path is right.</summary>
public sealed class GemmPlanTests
{
    private static readonly GemmTuning Tuning = new(32 * 1024, 256 * 1024, 4 * 1024 * 1024);

    /// <summary>Each path, method and way to pack, under the name of what leads to it.</summary>
    private static readonly Row[] Table =
    [
        new("C is empty", 0, 5, 5, "Nothing"),
        new("no depth", 5, 5, 0, "Scaling"),
        new("small", 16, 16, 16, "Direct"),
        new("small, B by columns", 16, 16, 16, "Direct") { B = Layout.ColumnMajor },
        new("small, C by columns", 16, 16, 16, "Direct") { C = Layout.ColumnMajor },
        new("small, but B crowded", 64, 64, 64, "Blocks TilesByColumns, packs B") { B = Crowded(64) },
        new("a column", 300, 1, 200, "Vectors"),
        new("a row", 1, 300, 200, "Vectors transposed"),
        new("a few columns for rows", 5, 3, 100, "Vectors") { B = Layout.ColumnMajor },
        new("B small, the others not", 100, 100, 100, "Blocks TilesByRows"),
        new("B fits the cache", 300, 300, 100, "Blocks TilesByColumns"),
        new("many rows and a large B", 300, 260, 300, "Blocks TilesByColumns, packs A, packs B"),
        new("some rows and a large B", 250, 260, 300, "Blocks TilesByColumns, packs B"),
        new("few rows and a large B", 100, 260, 300, "Blocks TilesByColumns"),
        new("B by columns", 100, 100, 100, "Blocks TilesByRows, packs B") { B = Layout.ColumnMajor },
        new("few rows, B crowded", 10, 300, 100, "Blocks RowSweep") { B = Crowded(300) },
        new("one vector of columns", 200, 4, 100, "Blocks TwoStepsAtOnce"),
        new("one vector of packed columns", 200, 4, 100, "Blocks TwoStepsAtOnce, packs B") { B = Layout.StridedRows },
        new("half a vector of columns", 200, 2, 100, "Blocks FourStepsAtOnce"),
        new("C by columns", 100, 100, 100, "Blocks TilesByRows transposed")
        {
            C = Layout.ColumnMajor,
            B = Layout.RowMajor,
            A = Layout.ColumnMajor,
        },
        new("C with gaps between neighbours", 100, 90, 80, "Blocks TilesByColumns, in copies")
        {
            C = Layout.StridedRows,
        },
    ];

    public static TheoryData<string> Names => [.. Table.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_product_takes_its_path(string name)
    {
        Row row = Table.Single(any => any.Name == name);
        Operands<double> product = new(row);
        GemmPlan plan = product.Plan(KernelSet<double>.For(SimdWidth.Vector256), Parallelism.None);
        Assert.Equal(row.Path, Describe(plan));
    }

    [Fact]
    public void The_table_has_every_path_and_method()
    {
        foreach (string part in (string[])[.. Enum.GetNames<GemmPath>(), .. Enum.GetNames<BlockMethod>()])
        {
            Assert.Contains(Table, row => row.Path.Contains(part, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_path_is_right_in_double(string name) => CheckProduct<double>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_path_is_right_in_single(string name) => CheckProduct<float>(name);

    /// <summary>What a caller is told to bring is enough, whatever the strides.</summary>
    [Property]
    public void A_workspace_is_as_long_as_any_plan_needs(ProductCase product)
    {
        // Sizes of the generators are small: these are as large as blocks, and larger.
        Row row = new("generated", 7 * product.M, 9 * product.N, 8 * product.K, "")
        {
            A = product.A,
            B = product.B,
            C = product.C,
        };
        foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
        {
            KernelSet<double> kernels = KernelSet<double>.For(width);
            Parallelism parallelism = Parallelism.Exactly(1 + (product.Seed % 5));
            GemmPlan plan = new Operands<double>(row).Plan(kernels, parallelism);
            int length = plan.ScratchLength<double>();
            int told = GemmPlan.WorkspaceLength(kernels, Tuning, row.M, row.N, row.K, parallelism);
            Assert.True(GemmPlan.FitsOnStack<double>(length) || length <= told, $"{width}: {length} > {told}");
        }
    }

    private static void CheckProduct<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Row row = Table.Single(any => any.Name == name);
        foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
        {
            foreach (int threads in (int[])[1, 3])
            {
                Operands<T> product = new(row);
                Matrix<T> before = new(product.C.ReadOnly);
                (T alpha, T beta) = (Format<T>.From(-0.7), Format<T>.From(1.5));
                Gemm.MultiplyByPlan(
                    KernelSet<T>.For(width),
                    Tuning,
                    alpha,
                    product.A.View,
                    product.B.View,
                    beta,
                    product.C.View,
                    workspace: [],
                    Parallelism.Exactly(threads)
                );
                string context = $"{name}, {width}, {threads} threads";
                Reference.AssertProduct<T>(
                    alpha,
                    product.A.View,
                    product.B.View,
                    beta,
                    before,
                    product.C.View,
                    context
                );
                product.C.AssertPaddingIntact(context);
                product.A.AssertUnchanged();
                product.B.AssertUnchanged();
            }
        }
    }

    private static string Describe(GemmPlan plan) =>
        string.Concat(
            plan.Path.ToString(),
            plan.Path == GemmPath.Blocks ? $" {plan.Method}" : "",
            plan.IsTransposed ? " transposed" : "",
            plan.PackA ? ", packs A" : "",
            plan.PackB ? ", packs B" : "",
            plan.CopyLength > 0 ? ", in copies" : ""
        );

    /// <summary>Rows of so many doubles, 4096 bytes apart or twice that.</summary>
    private static Layout Crowded(int columns) => new(ByColumns: false, Gap: 512 - (columns % 512), Skip: 0);

    private sealed record Row(string Name, int M, int N, int K, string Path)
    {
        public Layout A { get; init; }

        public Layout B { get; init; }

        public Layout C { get; init; }
    }

    private sealed class Operands<T>(Row row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public GuardedMatrix<T> A { get; } = new(RandomMatrix.Uniform(new Random(1), row.M, row.K), row.A);

        public GuardedMatrix<T> B { get; } = new(RandomMatrix.Uniform(new Random(2), row.K, row.N), row.B);

        public GuardedMatrix<T> C { get; } = new(RandomMatrix.Uniform(new Random(3), row.M, row.N), row.C);

        public GemmPlan Plan(KernelSet<T> kernels, Parallelism parallelism) =>
            GemmPlan.For(kernels, Tuning, isZero: false, A.View, B.View, C.View, parallelism);
    }
}
