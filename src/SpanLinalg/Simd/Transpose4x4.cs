using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpanLinalg.Simd;

/// <summary>Transposes four times four elements in registers, on the way from one place to another.</summary>
/// <remarks>
/// Only moves data, so it needs no version for each width: it takes the instructions that the processor has, and single
/// elements where it has none that are meant here.
/// </remarks>
internal static unsafe class Transpose4x4
{
    /// <summary>Element j of line i goes to element i of step j.</summary>
    /// <param name="line0">Four elements; so the next three.</param>
    /// <param name="line1">Line 1.</param>
    /// <param name="line2">Line 2.</param>
    /// <param name="line3">Line 3.</param>
    /// <param name="step">Step 0, four elements.</param>
    /// <param name="stride">Elements from one step to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Move<T>(T* line0, T* line1, T* line2, T* line3, T* step, nint stride)
        where T : unmanaged
    {
        if (sizeof(T) == 8 && Avx.IsSupported)
        {
            Vector256<double> row0 = Vector256.Load((double*)line0),
                row1 = Vector256.Load((double*)line1),
                row2 = Vector256.Load((double*)line2),
                row3 = Vector256.Load((double*)line3);

            // Within each half: elements 0 and 2, and 1 and 3, of two lines side by side. Then the halves are
            // exchanged.
            Vector256<double> even01 = Avx.UnpackLow(row0, row1),
                odd01 = Avx.UnpackHigh(row0, row1),
                even23 = Avx.UnpackLow(row2, row3),
                odd23 = Avx.UnpackHigh(row2, row3);
            Avx.Permute2x128(even01, even23, 0x20).Store((double*)step);
            Avx.Permute2x128(odd01, odd23, 0x20).Store((double*)(step + stride));
            Avx.Permute2x128(even01, even23, 0x31).Store((double*)(step + (2 * stride)));
            Avx.Permute2x128(odd01, odd23, 0x31).Store((double*)(step + (3 * stride)));
        }
        else if (sizeof(T) == 4 && (Sse2.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            Vector128<float> row0 = Vector128.Load((float*)line0),
                row1 = Vector128.Load((float*)line1),
                row2 = Vector128.Load((float*)line2),
                row3 = Vector128.Load((float*)line3);

            // Pairs of two lines, as 64-bit elements; then pairs of pairs.
            Vector128<double> low01 = ZipLow(row0, row1).AsDouble(),
                high01 = ZipHigh(row0, row1).AsDouble(),
                low23 = ZipLow(row2, row3).AsDouble(),
                high23 = ZipHigh(row2, row3).AsDouble();
            ZipLow(low01, low23).Store((double*)step);
            ZipHigh(low01, low23).Store((double*)(step + stride));
            ZipLow(high01, high23).Store((double*)(step + (2 * stride)));
            ZipHigh(high01, high23).Store((double*)(step + (3 * stride)));
        }
        else
        {
            for (int j = 0; j < 4; j++, step += stride)
            {
                step[0] = line0[j];
                step[1] = line1[j];
                step[2] = line2[j];
                step[3] = line3[j];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> x, Vector128<float> y) =>
        Sse2.IsSupported ? Sse.UnpackLow(x, y) : AdvSimd.Arm64.ZipLow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> x, Vector128<float> y) =>
        Sse2.IsSupported ? Sse.UnpackHigh(x, y) : AdvSimd.Arm64.ZipHigh(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> ZipLow(Vector128<double> x, Vector128<double> y) =>
        Sse2.IsSupported ? Sse2.UnpackLow(x, y) : AdvSimd.Arm64.ZipLow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> ZipHigh(Vector128<double> x, Vector128<double> y) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(x, y) : AdvSimd.Arm64.ZipHigh(x, y);
}
