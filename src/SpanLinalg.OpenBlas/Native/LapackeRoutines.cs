using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.OpenBlas;

/// <summary>LAPACKE in one precision and with one width of integers.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TInt">int (LP64) or long (ILP64).</typeparam>
/// <remarks>
/// Each routine is asked for the length of the workspace it wants (by length −1), and then called with that.
/// </remarks>
internal sealed unsafe class Lapacke<T, TInt>(SymbolTable symbols) : Lapacke<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TInt : unmanaged, IBinaryInteger<TInt>
{
    // The storage order is a C int whatever the width of the other integers.
    private const int ColumnMajor = 102;

    private static readonly TInt Query = -TInt.One;

    private static string Letter => typeof(T) == typeof(float) ? "s" : "d";

    private readonly delegate* unmanaged<int, TInt, TInt, T*, TInt, T*, T*, TInt, TInt> geqrf = (delegate* unmanaged<
        int,
        TInt,
        TInt,
        T*,
        TInt,
        T*,
        T*,
        TInt,
        TInt>)
        symbols[$"LAPACKE_{Letter}geqrf_work"];

    private readonly delegate* unmanaged<int, TInt, TInt, T*, TInt, TInt*, T*, T*, TInt, TInt> geqp3 =
        (delegate* unmanaged<int, TInt, TInt, T*, TInt, TInt*, T*, T*, TInt, TInt>)
            symbols[$"LAPACKE_{Letter}geqp3_work"];

    private readonly delegate* unmanaged<int, TInt, TInt, TInt, T*, TInt, T*, T*, TInt, TInt> orgqr =
        (delegate* unmanaged<int, TInt, TInt, TInt, T*, TInt, T*, T*, TInt, TInt>)
            symbols[$"LAPACKE_{Letter}orgqr_work"];

    private readonly delegate* unmanaged<
        int,
        byte,
        byte,
        TInt,
        TInt,
        TInt,
        T*,
        TInt,
        T*,
        T*,
        TInt,
        T*,
        TInt,
        TInt> ormqr = (delegate* unmanaged<int, byte, byte, TInt, TInt, TInt, T*, TInt, T*, T*, TInt, T*, TInt, TInt>)
        symbols[$"LAPACKE_{Letter}ormqr_work"];

    private readonly delegate* unmanaged<
        int,
        byte,
        TInt,
        TInt,
        T*,
        TInt,
        T*,
        T*,
        TInt,
        T*,
        TInt,
        T*,
        TInt,
        TInt*,
        TInt> gesdd = (delegate* unmanaged<
        int,
        byte,
        TInt,
        TInt,
        T*,
        TInt,
        T*,
        T*,
        TInt,
        T*,
        TInt,
        T*,
        TInt,
        TInt*,
        TInt>)
        symbols[$"LAPACKE_{Letter}gesdd_work"];

    private readonly delegate* unmanaged<
        int,
        byte,
        byte,
        TInt,
        TInt,
        T*,
        TInt,
        T*,
        T*,
        TInt,
        T*,
        TInt,
        T*,
        TInt,
        TInt> gesvd = (delegate* unmanaged<
        int,
        byte,
        byte,
        TInt,
        TInt,
        T*,
        TInt,
        T*,
        T*,
        TInt,
        T*,
        TInt,
        T*,
        TInt,
        TInt>)
        symbols[$"LAPACKE_{Letter}gesvd_work"];

    public override void Geqrf(int m, int n, T* a, int strideA, T* tau)
    {
        T length;
        Check(geqrf(ColumnMajor, I(m), I(n), a, I(strideA), tau, &length, Query), "geqrf");
        using RentedMemory<T> work = new(Length(length));
        fixed (T* w = work.Span)
        {
            Check(geqrf(ColumnMajor, I(m), I(n), a, I(strideA), tau, w, I(work.Span.Length)), "geqrf");
        }
    }

    public override void Geqp3(int m, int n, T* a, int strideA, Span<int> pivots, T* tau)
    {
        using RentedMemory<TInt> order = new(n);

        // On entry a zero says that the column may be moved.
        order.Span.Clear();
        fixed (TInt* p = order.Span)
        {
            T length;
            Check(geqp3(ColumnMajor, I(m), I(n), a, I(strideA), p, tau, &length, Query), "geqp3");
            using RentedMemory<T> work = new(Length(length));
            fixed (T* w = work.Span)
            {
                Check(geqp3(ColumnMajor, I(m), I(n), a, I(strideA), p, tau, w, I(work.Span.Length)), "geqp3");
            }
        }
        for (int j = 0; j < n; j++)
        {
            pivots[j] = int.CreateTruncating(order.Span[j]) - 1;
        }
    }

    public override void Orgqr(int m, int n, int k, T* q, int strideQ, T* tau)
    {
        T length;
        Check(orgqr(ColumnMajor, I(m), I(n), I(k), q, I(strideQ), tau, &length, Query), "orgqr");
        using RentedMemory<T> work = new(Length(length));
        fixed (T* w = work.Span)
        {
            Check(orgqr(ColumnMajor, I(m), I(n), I(k), q, I(strideQ), tau, w, I(work.Span.Length)), "orgqr");
        }
    }

    public override void Ormqr(
        QSide side,
        bool transpose,
        int m,
        int n,
        int k,
        T* a,
        int strideA,
        T* tau,
        T* c,
        int strideC
    )
    {
        T length;
        Check(Call(&length, Query), "ormqr");
        using RentedMemory<T> work = new(Length(length));
        fixed (T* w = work.Span)
        {
            Check(Call(w, I(work.Span.Length)), "ormqr");
        }

        TInt Call(T* workspace, TInt workspaceLength) =>
            ormqr(
                ColumnMajor,
                (byte)(side == QSide.Left ? 'L' : 'R'),
                (byte)(transpose ? 'T' : 'N'),
                I(m),
                I(n),
                I(k),
                a,
                I(strideA),
                tau,
                c,
                I(strideC),
                workspace,
                workspaceLength
            );
    }

    /// <summary>What gesdd answered when it was asked for the length of its workspace.</summary>
    private sealed record GesddWork(SingularVectors Vectors, int M, int N, int Length);

    // Replaced as a whole, so that calls on several threads at worst ask again.
    private GesddWork? lastGesdd;

    public override SvdOutcome Gesdd(
        SingularVectors vectors,
        int m,
        int n,
        T* a,
        int strideA,
        T* s,
        T* u,
        int strideU,
        T* vt,
        int strideVt
    )
    {
        // LAPACK's own name for a NaN in A: a wrong argument number five (the matrix, the storage order being the
        // first).
        const int notANumber = -5;
        using RentedMemory<TInt> indices = new(checked(8 * Math.Min(m, n)));
        fixed (TInt* i = indices.Span)
        {
            // Shapes repeat, and asking costs as much as a small call's whole overhead otherwise: the last answer is
            // kept.
            GesddWork? last = lastGesdd;
            if (last is null || last.Vectors != vectors || last.M != m || last.N != n)
            {
                T length;
                Check(Call(&length, Query, i), "gesdd");
                lastGesdd = last = new(vectors, m, n, Length(length));
            }
            using RentedMemory<T> work = new(last.Length);
            fixed (T* w = work.Span)
            {
                TInt info = Call(w, I(work.Span.Length), i);
                return info == I(notANumber) ? SvdOutcome.NotANumber : Outcome(info, "gesdd");
            }
        }

        TInt Call(T* workspace, TInt workspaceLength, TInt* integers) =>
            gesdd(
                ColumnMajor,
                Job(vectors),
                I(m),
                I(n),
                a,
                I(strideA),
                s,
                u,
                I(strideU),
                vt,
                I(strideVt),
                workspace,
                workspaceLength,
                integers
            );
    }

    public override SvdOutcome Gesvd(
        SingularVectors vectors,
        int m,
        int n,
        T* a,
        int strideA,
        T* s,
        T* u,
        int strideU,
        T* vt,
        int strideVt
    )
    {
        T length;
        Check(Call(&length, Query), "gesvd");
        using RentedMemory<T> work = new(Length(length));
        fixed (T* w = work.Span)
        {
            return Outcome(Call(w, I(work.Span.Length)), "gesvd");
        }

        TInt Call(T* workspace, TInt workspaceLength) =>
            gesvd(
                ColumnMajor,
                Job(vectors),
                Job(vectors),
                I(m),
                I(n),
                a,
                I(strideA),
                s,
                u,
                I(strideU),
                vt,
                I(strideVt),
                workspace,
                workspaceLength
            );
    }

    private static byte Job(SingularVectors vectors) =>
        vectors switch
        {
            SingularVectors.None => (byte)'N',
            SingularVectors.Thin => (byte)'S',
            _ => (byte)'A',
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt I(int value) => TInt.CreateTruncating(value);

    /// <summary>The length that a query answered. A float holds it rounded, perhaps down.</summary>
    private static int Length(T answer) => Math.Max(1, int.CreateChecked(T.BitIncrement(answer)));

    private static void Check(TInt info, string routine)
    {
        if (TInt.IsNegative(info))
        {
            throw new LapackException($"LAPACKE_{Letter}{routine}", int.CreateSaturating(info));
        }
    }

    private static SvdOutcome Outcome(TInt info, string routine)
    {
        Check(info, routine);
        return TInt.IsZero(info) ? SvdOutcome.Converged : SvdOutcome.NotConverged;
    }
}
