using System.Numerics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg.Codegen.Tests;

/// <summary>Calls of a kernel, and the scalar kernel of the host that must give the same bits.</summary>
internal sealed record ExecutionCase<T>(string Kernel, ScalarKernel<T> Scalar, IReadOnlyList<KernelCall<T>> Calls)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public bool ReturnsValue => Kernel is "Reductions.Dot";
}

/// <summary>What is executed of the kernels: those that need no other code.</summary>
/// <remarks>
/// A tile, and a row update, sums each of its elements in the order of the scalar kernel, so that the operands may be
/// any numbers. The other kernels sum in an order of their own, and get small whole numbers: no sum of these is
/// rounded, in whatever order.
/// </remarks>
internal sealed unsafe class ExecutionCases<T>(TargetProcessor target)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Random _random = new(1);
    private readonly int _lanes = target.Lanes(typeof(T));

    public ExecutionCase<T> Of(string kernel) =>
        kernel switch
        {
            _ when Kernel.Named(kernel).Shape is Tile tile => Tiles(kernel, tile),
            _ when Kernel.Named(kernel).Shape is RowUpdateShape shape => RowUpdates(kernel, shape),
            _ when Kernel.Named(kernel).Shape is NarrowShape shape => Narrow(kernel, shape),
            "Reductions.Dot" => new(
                kernel,
                (x, _) => Reductions<ScalarSimd<T>, T, T>.Dot((int)x[0], (T*)x[1], (T*)x[2]),
                [.. Lengths.Select(n => new KernelCall<T>().Integer(n).Pointer(Whole(n)).Pointer(Whole(n)))]
            ),
            "VectorUpdates.Axpy" => new(
                kernel,
                (x, a) => Void(() => VectorUpdates<ScalarSimd<T>, T, T>.Axpy((int)x[0], a[0], (T*)x[1], (T*)x[2])),
                [.. Lengths.Select(n => Scaled().Integer(n).Pointer(Whole(n)).Pointer(Whole(n)))]
            ),
            "VectorUpdates.Scale" => new(
                kernel,
                (x, a) => Void(() => VectorUpdates<ScalarSimd<T>, T, T>.Scale((int)x[0], a[0], (T*)x[1])),
                [.. Lengths.Select(n => Scaled().Integer(n).Pointer(Whole(n)))]
            ),
            "VectorUpdates.Swap" => new(
                kernel,
                (x, _) => Void(() => VectorUpdates<ScalarSimd<T>, T, T>.Swap((int)x[0], (T*)x[1], (T*)x[2])),
                [.. Lengths.Select(n => new KernelCall<T>().Integer(n).Pointer(Whole(n)).Pointer(Whole(n)))]
            ),
            // Other numbers of rows, or of columns, would lead to other kernels for what is over.
            "MatrixVector.ByRows" => new(
                kernel,
                (x, a) =>
                    Void(() =>
                        MatrixVector<ScalarSimd<T>, T, T>.ByRows(
                            (int)x[0],
                            (int)x[1],
                            a[0],
                            (T*)x[2],
                            x[3],
                            (T*)x[4],
                            (T*)x[5]
                        )
                    ),
                [.. Lengths.Select(n => Matrix(8, n, lines: 8, n).Pointer(Whole(n)).Pointer(Whole(8)))]
            ),
            "MatrixVector.ByColumns" => new(
                kernel,
                (x, a) =>
                    Void(() =>
                        MatrixVector<ScalarSimd<T>, T, T>.ByColumns(
                            (int)x[0],
                            (int)x[1],
                            a[0],
                            (T*)x[2],
                            x[3],
                            (T*)x[4],
                            (T*)x[5]
                        )
                    ),
                [.. Lengths.Select(n => Matrix(n, 8, lines: 8, n).Pointer(Whole(8)).Pointer(Whole(n)))]
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "No calls are known for it."),
        };

    /// <summary>Around every multiple of the lanes that some loop has for its step.</summary>
    private IEnumerable<int> Lengths => Enumerable.Range(0, (5 * _lanes) + 2);

    /// <summary>
    /// Operands in place, with strides of their own; two tiles in a call, for which the operands are shifted a little.
    /// </summary>
    private ExecutionCase<T> Tiles(string kernel, Tile tile)
    {
        const int Count = 2;
        int columns = tile.Columns(_lanes);
        int rowsOfB = columns + 3;
        int rowsOfC = columns + 5;
        int along = tile.Rows + 2;
        double[] factors = [0, 1, -0.7];
        return new(
            kernel,
            (x, numbers) => Void(() => ScalarTiles(tile.Rows, columns, x, numbers)),
            [
                .. from depth in (int[])[0, 1, 2, 7, 64]
                from alpha in factors
                from beta in factors
                select new KernelCall<T>()
                    .InStruct()
                    .Integer(depth)
                    .Integer(Count)
                    .Integer(columns % _lanes)
                    .Pointer(Any(depth * along))
                    .Integer(1)
                    .Integer(along)
                    .Pointer(Any(depth * rowsOfB))
                    .Integer(rowsOfB)
                    .Pointer(beta == 0 ? new T[Count * tile.Rows * rowsOfC] : Any(Count * tile.Rows * rowsOfC))
                    .Integer(rowsOfC)
                    .Integer(2)
                    .Integer(3)
                    .Integer(tile.Rows * rowsOfC)
                    .Number(T.CreateChecked(alpha))
                    .Number(T.CreateChecked(beta)),
            ]
        );
    }

    /// <summary>The tiles by scalar tiles of one element, which sum in the same order.</summary>
    private static void ScalarTiles(int rows, int columns, nint[] x, T[] factors)
    {
        Block<T> run = Run(x, factors);
        for (int tile = 0; tile < run.Tiles; tile++)
        {
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    Block<T> element = run with
                    {
                        Tiles = 1,
                        LastLanes = 0,
                        A = run.A + (i * run.Across) + (tile * run.NextA),
                        B = run.B + j + (tile * run.NextB),
                        C = run.C + (i * run.RowStrideC) + j + (tile * run.NextC),
                    };
                    MicroKernel<ScalarSimd<T>, T, T, One, One, WholeEdge>.Run(element);
                }
            }
        }
    }

    /// <summary>The arguments as the kernels for tiles take them.</summary>
    private static Block<T> Run(nint[] x, T[] factors) =>
        new()
        {
            Depth = x[0],
            Tiles = x[1],
            LastLanes = x[2],
            A = (T*)x[3],
            Across = x[4],
            Along = x[5],
            B = (T*)x[6],
            RowStrideB = x[7],
            C = (T*)x[8],
            RowStrideC = x[9],
            NextA = x[10],
            NextB = x[11],
            NextC = x[12],
            Alpha = factors[0],
            Beta = factors[1],
        };

    /// <summary>Some pairs of vectors; each sum takes the steps in their order, as a scalar one does.</summary>
    private ExecutionCase<T> RowUpdates(string kernel, RowUpdateShape shape)
    {
        int along = shape.Rows + 2;
        return new(
            kernel,
            (x, _) => Void(() => ScalarRowUpdates(shape, x)),
            [
                .. from pairs in (int[])[0, 1, 2, 5]
                let columns = 2 * pairs * _lanes
                select new KernelCall<T>()
                    .Integer(columns)
                    .Pointer(Any(shape.Steps * along))
                    .Integer(1)
                    .Integer(along)
                    .Pointer(Any(shape.Steps * (columns + 3)))
                    .Integer(columns + 3)
                    .Integer(columns)
                    .Pointer(Any(shape.Rows * (columns + 5)))
                    .Integer(columns + 5),
            ]
        );
    }

    private static void ScalarRowUpdates(RowUpdateShape shape, nint[] x)
    {
        for (int i = 0; i < shape.Rows; i++)
        {
            for (int step = 0; step < shape.Steps; step++)
            {
                RowUpdate<ScalarSimd<T>, T, T, One, One>.Run(
                    (int)x[0],
                    (T*)x[1] + (i * x[2]) + (step * x[3]),
                    x[2],
                    x[3],
                    (T*)x[4] + (step * x[5]),
                    x[5],
                    ahead: 0,
                    (T*)x[7] + (i * x[8]),
                    x[8]
                );
            }
        }
    }

    /// <summary>Two tiles, depths with and without a rest.</summary>
    private ExecutionCase<T> Narrow(string kernel, NarrowShape shape)
    {
        int rows = 2 * shape.Rows,
            columns = shape.WholeColumns(_lanes);
        double[] factors = [0, 1, -3];
        return new(
            kernel,
            (x, numbers) => Void(() => ScalarTiles(shape.Rows, columns, x, numbers)),
            [
                .. from depth in (int[])[0, 1, 2, 3, 5, 10, 64]
                from alpha in factors
                from beta in factors
                let rowOfA = depth + 1
                select new KernelCall<T>()
                    .InStruct()
                    .Integer(depth)
                    .Integer(2)
                    .Integer(columns)
                    .Pointer(Whole(rows * rowOfA))
                    .Integer(rowOfA)
                    .Integer(1)
                    .Pointer(Whole(depth * (columns + 3)))
                    .Integer(columns + 3)
                    .Pointer(beta == 0 ? new T[rows * (columns + 5)] : Whole(rows * (columns + 5)))
                    .Integer(columns + 5)
                    .Integer(shape.Rows * rowOfA)
                    .Integer(0)
                    .Integer(shape.Rows * (columns + 5))
                    .Number(T.CreateChecked(alpha))
                    .Number(T.CreateChecked(beta)),
            ]
        );
    }

    private static KernelCall<T> Scaled() => new KernelCall<T>().Number(T.CreateChecked(-3));

    private KernelCall<T> Matrix(int rows, int columns, int lines, int length) =>
        Scaled().Integer(rows).Integer(columns).Pointer(Whole(lines * (length + 3))).Integer(length + 3);

    private T[] Any(int length) => [.. Fill(length, () => (2 * _random.NextDouble()) - 1)];

    private T[] Whole(int length) => [.. Fill(length, () => _random.Next(-8, 9))];

    private static IEnumerable<T> Fill(int length, Func<double> next) =>
        Enumerable.Range(0, length).Select(_ => T.CreateChecked(next()));

    private static T Void(Action action)
    {
        action();
        return T.Zero;
    }
}
