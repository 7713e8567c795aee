using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>All kernels for one vector width: what the algorithms compute with.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// The algorithms above take a set as their first argument and know nothing of widths. The default set is a
/// <c>static readonly</c> of a sealed type, so optimised code calls its kernels directly.
/// </remarks>
internal abstract unsafe class KernelSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Null where there is none to choose, so that what is thrown is not wrapped by the type's initialisation.
    private static readonly KernelSet<T>? Chosen = IsSupported && SimdPolicy.TryWidth is { } width ? For(width) : null;

    private static bool IsSupported => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>The set for the width that <see cref="SimdPolicy"/> chose.</summary>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    /// <exception cref="InvalidOperationException">The environment asks for a width that there is not.</exception>
    public static KernelSet<T> Default => Chosen ?? throw NoSet();

    /// <summary>A new set for a given width, in software if the processor has no such vectors.</summary>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static KernelSet<T> For(SimdWidth width)
    {
        if (!IsSupported)
        {
            throw Unsupported();
        }

        return width switch
        {
            SimdWidth.Scalar => new KernelSet<ScalarSimd<T>, T, T>(),
            SimdWidth.Vector128 => BindVectors<Simd128<T>, Vector128<T>>(),
            SimdWidth.Vector256 => BindVectors<Simd256<T>, Vector256<T>>(),
            SimdWidth.Vector512 => BindVectors<Simd512<T>, Vector512<T>>(),
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "There is no such vector width."),
        };
    }

    /// <summary>By a call of its own, so that the runtime loads the types of this width alone.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static VectorKernelSet<TSimd, TVector, T> BindVectors<TSimd, TVector>()
        where TSimd : struct, IInterleavingSimd<TVector, T>
        where TVector : struct => new();

    private static Exception NoSet() => IsSupported ? SimdPolicy.Refusal() : Unsupported();

    private static NotSupportedException Unsupported() =>
        new($"Matrices of {typeof(T).Name} are not supported; float and double are.");

    /// <summary>Elements in a vector.</summary>
    public abstract int Lanes { get; }

    /// <summary>
    /// Columns up to which a block of C may be computed by interleaved steps; zero, if the set cannot.
    /// </summary>
    /// <remarks>A field: small products ask for it.</remarks>
    public int InterleavedColumns { get; protected init; }

    /// <summary>The largest tile of C that the micro-kernel has registers for.</summary>
    public abstract (int Rows, int Vectors) FullTile { get; }

    /// <inheritdoc cref="MacroKernel{TSimd, TVector, T}.TileFor"/>
    public abstract (int Rows, int Vectors) TileFor(int rows, int columns);

    /// <summary>C ← α·A·B + β·C.</summary>
    /// <param name="block">C and the operands; what it says of a run of tiles is lost.</param>
    /// <param name="tile">
    /// The tile's rows, and columns in vectors: those of the panels, where an operand is packed.
    /// </param>
    /// <param name="method">One that the block is made for; see there.</param>
    public abstract void MultiplyBlock(ref Block<T> block, (int Rows, int Vectors) tile, BlockMethod method);

    /// <summary>C ← α·A·B + β·C for small matrices that lie where they lie.</summary>
    /// <param name="alpha">α.</param>
    /// <param name="a">A, of any strides; no matrix is empty.</param>
    /// <param name="b">B, with contiguous rows.</param>
    /// <param name="beta">β; where it is zero, C is not read.</param>
    /// <param name="c">C, with contiguous rows.</param>
    /// <param name="method">Tiles by columns, or interleaved steps.</param>
    public abstract void MultiplyDirect(
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c,
        BlockMethod method
    );

    /// <inheritdoc cref="PanelCopy{TSimd, TVector, T}.Suits"/>
    public abstract bool CanCopyPanels(int width);

    /// <inheritdoc cref="PanelCopy{TSimd, TVector, T}.Run"/>
    public abstract void CopyPanels(int columns, int depth, T* source, nint along, int width, T* packed);

    /// <summary>Flops of one step of <see cref="RunPeak"/>.</summary>
    public abstract int PeakFlopsPerStep { get; }

    /// <inheritdoc cref="FmaPeak{TSimd, TVector, T}.Run"/>
    public abstract T RunPeak(int steps);

    /// <inheritdoc cref="PanelQr{TSimd, TVector, T}.ScratchLength"/>
    public abstract int PanelQrScratchLength(int rows, int columns);

    /// <inheritdoc cref="PanelQr{TSimd, TVector, T}.Run"/>
    public abstract void FactorPanel(int rows, int columns, T* a, nint stride, T* tau, T* scratch);

    /// <inheritdoc cref="SmallBidiagonalization{TSimd, TVector, T}.ScratchLength"/>
    public abstract int BidiagonalizeScratchLength(int rows, int columns);

    /// <inheritdoc cref="SmallBidiagonalization{TSimd, TVector, T}.Run"/>
    public abstract void Bidiagonalize(int rows, int columns, T* a, nint stride, T* leftTau, T* rightTau, T* scratch);

    /// <inheritdoc cref="ReflectorChain{TSimd, TVector, T}.ScratchLength"/>
    public abstract int ApplyReflectorsScratchLength(int rows, int columns);

    /// <inheritdoc cref="ReflectorChain{TSimd, TVector, T}.Run"/>
    public abstract void ApplyReflectors(
        int rows,
        int columns,
        int count,
        int first,
        T* reflectors,
        nint along,
        nint across,
        T* tau,
        T* c,
        nint stride,
        T* scratch
    );

    /// <inheritdoc cref="RotationSweep{TSimd, TVector, T}.Run"/>
    public abstract void RotateColumns(int rows, int count, T* cosines, T* sines, T* a, nint columnStride);

    protected abstract T DotContiguous(int length, T* x, T* y);

    protected abstract T MaxMagnitudeContiguous(int length, T* x);

    protected abstract void AxpyContiguous(int length, T alpha, T* x, T* y);

    protected abstract void ScaleContiguous(int length, T alpha, T* x);

    protected abstract void SwapContiguous(int length, T* x, T* y);

    protected abstract void MultiplyAddByRows(int rows, int columns, T alpha, T* a, nint rowStride, T* x, T* y);

    protected abstract void MultiplyAddByColumns(int rows, int columns, T alpha, T* a, nint columnStride, T* x, T* y);

    /// <summary>xᵀy (BLAS: dot).</summary>
    public T Dot(ReadOnlyVectorView<T> x, ReadOnlyVectorView<T> y)
    {
        fixed (
            T* px = x,
                py = y
        )
        {
            if (x.Stride == 1 && y.Stride == 1)
            {
                return DotContiguous(x.Length, px, py);
            }

            T sum = T.Zero;
            for (int i = 0; i < x.Length; i++)
            {
                sum += px[i * x.Stride] * py[i * y.Stride];
            }
            return sum;
        }
    }

    /// <summary>max |xᵢ|; zero for an empty vector, NaN if an element is NaN.</summary>
    public T MaxMagnitude(ReadOnlyVectorView<T> x)
    {
        fixed (T* px = x)
        {
            if (x.Stride == 1)
            {
                return MaxMagnitudeContiguous(x.Length, px);
            }

            T largest = T.Zero;
            for (int i = 0; i < x.Length; i++)
            {
                largest = T.Max(largest, T.Abs(px[i * x.Stride]));
            }
            return largest;
        }
    }

    /// <summary>y ← y + αx (BLAS: axpy).</summary>
    public void Axpy(T alpha, ReadOnlyVectorView<T> x, VectorView<T> y)
    {
        fixed (
            T* px = x,
                py = y
        )
        {
            if (x.Stride == 1 && y.Stride == 1)
            {
                AxpyContiguous(x.Length, alpha, px, py);
                return;
            }

            for (int i = 0; i < x.Length; i++)
            {
                py[i * y.Stride] += alpha * px[i * x.Stride];
            }
        }
    }

    /// <summary>x ← αx (BLAS: scal).</summary>
    public void Scale(T alpha, VectorView<T> x)
    {
        fixed (T* px = x)
        {
            if (x.Stride == 1)
            {
                ScaleContiguous(x.Length, alpha, px);
                return;
            }

            for (int i = 0; i < x.Length; i++)
            {
                px[i * x.Stride] *= alpha;
            }
        }
    }

    /// <summary>Exchanges two vectors (BLAS: swap).</summary>
    public void Swap(VectorView<T> x, VectorView<T> y)
    {
        fixed (
            T* px = x,
                py = y
        )
        {
            if (x.Stride == 1 && y.Stride == 1)
            {
                SwapContiguous(x.Length, px, py);
                return;
            }

            for (int i = 0; i < x.Length; i++)
            {
                (px[i * x.Stride], py[i * y.Stride]) = (py[i * y.Stride], px[i * x.Stride]);
            }
        }
    }

    /// <summary>‖x‖₂ without overflow or underflow on the way (BLAS: nrm2).</summary>
    /// <remarks>
    /// The plain sum of squares is right unless it left the range in which all squares that matter are normal numbers.
    /// Only then is the vector read again, scaled by a power of two near its largest element.
    /// </remarks>
    public T Norm(ReadOnlyVectorView<T> x)
    {
        T squares = Dot(x, x);
        T smallest = Precision<T>.SmallestNormal / (Precision<T>.UnitRoundoff * Precision<T>.UnitRoundoff);
        if (squares > smallest && squares <= Precision<T>.Largest)
        {
            return T.Sqrt(squares);
        }

        T largest = MaxMagnitude(x);
        if (T.IsZero(largest) || !T.IsFinite(largest))
        {
            return largest;
        }

        int exponent = T.ILogB(largest);
        T sum = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            T scaled = T.ScaleB(x[i], -exponent);
            sum += scaled * scaled;
        }
        return T.ScaleB(T.Sqrt(sum), exponent);
    }

    /// <summary>y ← y + αAx for any strides (BLAS: gemv).</summary>
    /// <remarks>The fast paths want x and y contiguous and A with contiguous rows or contiguous columns.</remarks>
    public void MultiplyAdd(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> x, VectorView<T> y)
    {
        if (a.IsEmpty)
        {
            return;
        }

        if (x.Stride != 1 || (a.RowStride != 1 && a.ColumnStride != 1))
        {
            MultiplyAddLines(alpha, a, x, y);
        }
        else if (y.Stride != 1)
        {
            MultiplyAddToStrided(alpha, a, x, y);
        }
        else
        {
            MultiplyAddContiguous(alpha, a, x, y);
        }
    }

    private void MultiplyAddContiguous(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> x, VectorView<T> y)
    {
        fixed (
            T* pa = a,
                px = x,
                py = y
        )
        {
            if (a.RowStride == 1)
            {
                MultiplyAddByColumns(a.Rows, a.Columns, alpha, pa, a.ColumnStride, px, py);
            }
            else
            {
                MultiplyAddByRows(a.Rows, a.Columns, alpha, pa, a.RowStride, px, py);
            }
        }
    }

    /// <summary>Some elements of y at a time, in a contiguous copy.</summary>
    private void MultiplyAddToStrided(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> x, VectorView<T> y)
    {
        const int Together = 256;
        Span<T> copy = stackalloc T[Math.Min(Together, y.Length)];
        for (int i = 0; i < y.Length; i += Together)
        {
            int count = Math.Min(Together, y.Length - i);
            VectorView<T> part = copy[..count];
            VectorView<T> target = y.Slice(i, count);
            target.CopyTo(part);
            MultiplyAddContiguous(alpha, a.Slice(i, 0, count, a.Columns), x, part);
            part.CopyTo(target);
        }
    }

    private void MultiplyAddLines(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> x, VectorView<T> y)
    {
        if (a.RowStride < a.ColumnStride)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                Axpy(alpha * x[j], a.Column(j), y);
            }
        }
        else
        {
            for (int i = 0; i < a.Rows; i++)
            {
                y[i] += alpha * Dot(a.Row(i), x);
            }
        }
    }

    /// <summary>A ← A + αxyᵀ for any strides (BLAS: ger).</summary>
    public void AddOuterProduct(T alpha, ReadOnlyVectorView<T> x, ReadOnlyVectorView<T> y, MatrixView<T> a)
    {
        if (a.RowStride < a.ColumnStride)
        {
            AddOuterProduct(alpha, y, x, a.Transposed);
            return;
        }

        for (int i = 0; i < a.Rows; i++)
        {
            Axpy(alpha * x[i], y, a.Row(i));
        }
    }
}

/// <summary>The kernels, bound to one vector width.</summary>
internal unsafe class KernelSet<TSimd, TVector, T> : KernelSet<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override int Lanes => TSimd.Lanes;

    public override (int Rows, int Vectors) FullTile => MacroKernel<TSimd, TVector, T>.FullTile;

    public override (int Rows, int Vectors) TileFor(int rows, int columns) =>
        MacroKernel<TSimd, TVector, T>.TileFor(rows, columns);

    public override void MultiplyBlock(ref Block<T> block, (int Rows, int Vectors) tile, BlockMethod method)
    {
        switch (method)
        {
            case BlockMethod.TilesByColumns or BlockMethod.TilesByRows:
                MacroKernel<TSimd, TVector, T>.Run(
                    ref block,
                    tile.Rows,
                    tile.Vectors,
                    method == BlockMethod.TilesByRows
                );
                break;
            case BlockMethod.RowSweep:
                RowSweep<TSimd, TVector, T>.Run(block);
                break;
            default:
                MultiplyInterleaved(ref block, method);
                break;
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A C with at most half of 512 bits in a row is computed 256 bits wide: whole vectors need no masks, which cost as
    /// much as the arithmetic of 4×4×4. Sums are formed in the same order.
    /// </remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MultiplyDirect(
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c,
        BlockMethod method
    )
    {
        fixed (
            T* pa = a,
                pb = b,
                pc = c
        )
        {
            Block<T>.Begin(
                c.Rows,
                c.Columns,
                a.Columns,
                alpha,
                TileOperand<T>.InPlace(pa, a.RowStride, a.ColumnStride),
                TileOperand<T>.InPlace(pb, 1, b.RowStride),
                beta,
                pc,
                c.RowStride,
                out Block<T> block
            );
            if (method != BlockMethod.TilesByColumns)
            {
                MultiplyInterleaved(ref block, method);
            }
            else if (typeof(TSimd) == typeof(Simd512<T>) && block.Columns <= Simd256<T>.Lanes)
            {
                MacroKernel<Simd256<T>, Vector256<T>, T>.RunInPlace(ref block);
            }
            else
            {
                MacroKernel<TSimd, TVector, T>.RunInPlace(ref block);
            }
        }
    }

    /// <summary>A block of C with at most <see cref="KernelSet{T}.InterleavedColumns"/> columns.</summary>
    protected virtual void MultiplyInterleaved(ref Block<T> block, BlockMethod method) =>
        throw new ArgumentOutOfRangeException(nameof(method), method, "This set has no vectors to interleave.");

    public override bool CanCopyPanels(int width) => PanelCopy<TSimd, TVector, T>.Suits(width);

    public override void CopyPanels(int columns, int depth, T* source, nint along, int width, T* packed) =>
        PanelCopy<TSimd, TVector, T>.Run(columns, depth, source, along, width, packed);

    public override int PeakFlopsPerStep => FmaPeak<TSimd, TVector, T>.FlopsPerStep;

    public override T RunPeak(int steps) => FmaPeak<TSimd, TVector, T>.Run(steps);

    public override int PanelQrScratchLength(int rows, int columns) =>
        PanelQr<TSimd, TVector, T>.ScratchLength(rows, columns);

    public override void FactorPanel(int rows, int columns, T* a, nint stride, T* tau, T* scratch) =>
        PanelQr<TSimd, TVector, T>.Run(rows, columns, a, stride, tau, scratch);

    public override int BidiagonalizeScratchLength(int rows, int columns) =>
        SmallBidiagonalization<TSimd, TVector, T>.ScratchLength(rows, columns);

    public override void Bidiagonalize(int rows, int columns, T* a, nint stride, T* leftTau, T* rightTau, T* scratch) =>
        SmallBidiagonalization<TSimd, TVector, T>.Run(rows, columns, a, stride, leftTau, rightTau, scratch);

    public override int ApplyReflectorsScratchLength(int rows, int columns) =>
        ReflectorChain<TSimd, TVector, T>.ScratchLength(rows, columns);

    public override void ApplyReflectors(
        int rows,
        int columns,
        int count,
        int first,
        T* reflectors,
        nint along,
        nint across,
        T* tau,
        T* c,
        nint stride,
        T* scratch
    ) =>
        ReflectorChain<TSimd, TVector, T>.Run(
            rows,
            columns,
            count,
            first,
            reflectors,
            along,
            across,
            tau,
            c,
            stride,
            scratch
        );

    protected override T DotContiguous(int length, T* x, T* y) => Reductions<TSimd, TVector, T>.Dot(length, x, y);

    protected override T MaxMagnitudeContiguous(int length, T* x) =>
        Reductions<TSimd, TVector, T>.MaxMagnitude(length, x);

    protected override void AxpyContiguous(int length, T alpha, T* x, T* y) =>
        VectorUpdates<TSimd, TVector, T>.Axpy(length, alpha, x, y);

    protected override void ScaleContiguous(int length, T alpha, T* x) =>
        VectorUpdates<TSimd, TVector, T>.Scale(length, alpha, x);

    protected override void SwapContiguous(int length, T* x, T* y) =>
        VectorUpdates<TSimd, TVector, T>.Swap(length, x, y);

    protected override void MultiplyAddByRows(int rows, int columns, T alpha, T* a, nint rowStride, T* x, T* y) =>
        MatrixVector<TSimd, TVector, T>.ByRows(rows, columns, alpha, a, rowStride, x, y);

    protected override void MultiplyAddByColumns(int rows, int columns, T alpha, T* a, nint columnStride, T* x, T* y) =>
        MatrixVector<TSimd, TVector, T>.ByColumns(rows, columns, alpha, a, columnStride, x, y);

    public override void RotateColumns(int rows, int count, T* cosines, T* sines, T* a, nint columnStride) =>
        RotationSweep<TSimd, TVector, T>.Run(rows, count, cosines, sines, a, columnStride);
}

/// <summary>The kernels for a width of two elements or more.</summary>
internal sealed class VectorKernelSet<TSimd, TVector, T> : KernelSet<TSimd, TVector, T>
    where TSimd : struct, IInterleavingSimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public VectorKernelSet() => InterleavedColumns = TSimd.Lanes;

    protected override void MultiplyInterleaved(ref Block<T> block, BlockMethod method) =>
        NarrowBlock<TSimd, TVector, T>.Run(ref block, byFours: method == BlockMethod.FourStepsAtOnce);
}
