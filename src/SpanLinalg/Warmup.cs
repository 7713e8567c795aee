using System.Diagnostics;
using System.Numerics;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace SpanLinalg;

/// <summary>Compiles what a service is going to use, before its first request.</summary>
/// <remarks>
/// <para>
/// The runtime compiles a method when it is first called, quickly, and again, well, when it has been called often. So
/// the first call of an operation takes milliseconds, and those of the following tenths of a second take several times
/// what they take in the end. <see cref="Gemm"/>, <see cref="Qr"/> and <see cref="Svd"/> are such first calls, on
/// matrices of their own; <see cref="Optimize"/> repeats any work until it takes what it takes in the end. A program
/// prepares once, at its start:
/// </para>
/// <code>
/// Warmup.Optimize(() =>
/// {
///     Warmup.Qr&lt;double&gt;(6, 6);
///     Warmup.Svd&lt;double&gt;(4, 4);
/// });
/// </code>
/// <para>Under NativeAOT everything is compiled, and there is nothing to gain. docs/latency.md has the figures.</para>
/// </remarks>
public static class Warmup
{
    /// <summary>
    /// The runtime optimises what was called 30 times after so long without a new method, first to take a profile and
    /// then with it. With one CPU it waits ten times as long.
    /// </summary>
    private static readonly TimeSpan TieringDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The runtime's clock may run out twice before it acts: with 2 here, a process stopped before it did.
    /// </summary>
    private const int QuietDelays = 3;

    /// <summary>So many that 30 are made within a delay, even where a nap takes 15 ms.</summary>
    private const int CallsPerNap = 8;

    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Multiplies two row-major matrices (<see cref="SpanLinalg.Gemm"/>), and then with B transposed.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Columns of A.</param>
    /// <param name="parallelism">As the product will be called with.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <remarks>Allocates the matrices. The shape matters: products of other sizes take other ways.</remarks>
    public static void Gemm<T>(int m, int n, int k, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] workspace = new T[SpanLinalg.Gemm.WorkspaceLength<T>(m, n, k, parallelism)];
        Matrix<T> a = Full<T>(m, k);
        Matrix<T> b = Full<T>(k, n);
        Matrix<T> c = new(m, n);
        SpanLinalg.Gemm.Multiply<T>(a, b, c, parallelism);
        SpanLinalg.Gemm.Multiply<T>(T.One, a, b, T.One, c, workspace, parallelism);
        SpanLinalg.Gemm.Multiply<T>(T.One, a, Full<T>(n, k).Transposed, T.One, c, workspace, parallelism);
    }

    /// <summary>Factors a row-major and a column-major matrix (<see cref="SpanLinalg.Qr"/>), and forms Q.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="parallelism">As the factorisation will be called with.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <remarks>Allocates the matrices.</remarks>
    public static void Qr<T>(int m, int n, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(m, n);
        T[] workspace = new T[SpanLinalg.Qr.FactorWorkspaceLength<T>(m, n, parallelism)];
        T[] tau = new T[k];
        SpanLinalg.Qr.Factor<T>(Full<T>(m, n), tau, workspace, parallelism: parallelism);
        MatrixView<T> factors = Full<T>(n, m).Transposed;
        SpanLinalg.Qr.Factor(factors, tau, workspace, parallelism: parallelism);

        Matrix<T> q = new(m, k);
        workspace = new T[SpanLinalg.Qr.FormQWorkspaceLength<T>(m, n, k, parallelism)];
        SpanLinalg.Qr.FormQ<T>(factors, tau, q, workspace, parallelism);
    }

    /// <summary>
    /// Decomposes a matrix once, into thin factors and into values only (<see cref="SpanLinalg.Svd"/>).
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="parallelism">As the decomposition will be called with.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <remarks>Allocates the matrices.</remarks>
    public static void Svd<T>(int m, int n, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(m, n);
        T[] workspace = new T[SpanLinalg.Svd.ThinWorkspaceLength<T>(m, n, parallelism)];
        Matrix<T> a = Full<T>(m, n);
        Matrix<T> u = new(m, k);
        Matrix<T> vt = new(k, n);
        T[] s = new T[k];
        SpanLinalg.Svd.Thin<T>(a, u, s, vt, workspace, parallelism: parallelism);
        workspace = new T[SpanLinalg.Svd.ValuesWorkspaceLength<T>(m, n, parallelism)];
        SpanLinalg.Svd.Values<T>(a, s, workspace, parallelism: parallelism);
    }

    /// <summary>
    /// Repeats some work until the runtime compiles nothing more: then it takes what it takes in the end.
    /// </summary>
    /// <param name="work">Calls of this class, or of the service's own code; it must bear being repeated.</param>
    /// <param name="limit">When to stop in any case; ten seconds, if it is not given.</param>
    /// <exception cref="ArgumentNullException">There is no work.</exception>
    /// <remarks>
    /// Takes about a second, or five to ten with one CPU, most of it asleep; under NativeAOT, one call of the work.
    /// Methods that other threads compile meanwhile make it wait longer, up to the limit.
    /// </remarks>
    public static void Optimize(Action work, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        work();
        if (!RuntimeFeature.IsDynamicCodeCompiled)
        {
            return;
        }

        TimeSpan quiet = QuietDelays * (Environment.ProcessorCount == 1 ? 10 * TieringDelay : TieringDelay);
        TimeSpan end = limit ?? DefaultLimit;
        long methods = JitInfo.GetCompiledMethodCount();
        Stopwatch sinceStart = Stopwatch.StartNew();
        Stopwatch sinceCompiled = Stopwatch.StartNew();
        while (sinceStart.Elapsed < end && sinceCompiled.Elapsed < quiet)
        {
            for (int i = 0; i < CallsPerNap; i++)
            {
                work();
            }
            Thread.Sleep(1);

            long now = JitInfo.GetCompiledMethodCount();
            if (now != methods)
            {
                methods = now;
                sinceCompiled.Restart();
            }
        }
    }

    /// <summary>Elements between −½ and ½ without a pattern: no path that generic matrices take is left out.</summary>
    private static Matrix<T> Full<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> matrix = new(rows, columns);
        Random random = new(rows + columns);
        foreach (ref T element in matrix.Elements)
        {
            element = T.CreateTruncating(random.NextDouble() - 0.5);
        }
        return matrix;
    }
}
