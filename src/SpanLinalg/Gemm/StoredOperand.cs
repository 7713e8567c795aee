using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>An operand as its owner stores it: lines (rows of A, columns of B) that run along the depth.</summary>
/// <remarks>Its elements are those of the product, or narrower ones that are widened while they are packed.</remarks>
internal readonly unsafe struct StoredOperand
{
    private StoredOperand(void* origin, nint across, nint along, StorageFormat format)
    {
        Origin = origin;
        Across = across;
        Along = along;
        Format = format;
    }

    /// <summary>The first element.</summary>
    public void* Origin { get; }

    /// <summary>Elements from one line to the next.</summary>
    public nint Across { get; }

    /// <summary>Elements from one step along the depth to the next.</summary>
    public nint Along { get; }

    /// <summary>What an element is.</summary>
    public StorageFormat Format { get; }

    /// <summary>The lines of A: its rows.</summary>
    public static StoredOperand Rows<T>(T* origin, in ReadOnlyMatrixView<T> a)
        where T : unmanaged => new(origin, a.RowStride, a.ColumnStride, StorageFormats.Of<T>());

    /// <summary>The lines of B: its columns.</summary>
    public static StoredOperand Columns<T>(T* origin, in ReadOnlyMatrixView<T> b)
        where T : unmanaged => new(origin, b.ColumnStride, b.RowStride, StorageFormats.Of<T>());

    /// <summary>An element that is stored in the type of the product.</summary>
    public T* At<T>(int line, int step)
        where T : unmanaged => (T*)Origin + (line * Across) + (step * Along);

    /// <summary>The lines from here on, where they lie.</summary>
    public TileOperand<T> InPlace<T>(int line, int step)
        where T : unmanaged => TileOperand<T>.InPlace(At<T>(line, step), Across, Along);

    /// <summary>Copies some lines, over some depth, into panels.</summary>
    /// <returns>The panels.</returns>
    public TileOperand<T> Pack<T>(
        KernelSet<T> kernels,
        int line,
        int lines,
        int step,
        int steps,
        int panelWidth,
        T* packed
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (Format)
        {
            case StorageFormat.BFloat16:
                WideningPacking.Pack(
                    lines,
                    steps,
                    At<BrainFloat16>(line, step),
                    Across,
                    Along,
                    panelWidth,
                    (float*)packed
                );
                break;
            case StorageFormat.Half:
                WideningPacking.Pack(lines, steps, At<Half>(line, step), Across, Along, panelWidth, (float*)packed);
                break;
            case StorageFormat.Computed when Across == 1 && kernels.CanCopyPanels(panelWidth):
                kernels.CopyPanels(lines, steps, At<T>(line, step), Along, panelWidth, packed);
                break;
            default:
                Packing.Pack(lines, steps, At<T>(line, step), Across, Along, panelWidth, packed);
                break;
        }
        return TileOperand<T>.Packed(packed, steps, panelWidth);
    }
}
