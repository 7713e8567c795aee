using Microsoft.Extensions.ObjectPool;

namespace SpanLinalg.Lora;

/// <summary>The spectra of an adapter's layers.</summary>
public static class AdapterSpectrum
{
    /// <summary>Computes the spectrum of every layer, in double whatever the type of the factors.</summary>
    /// <param name="adapter">The open adapter.</param>
    /// <param name="threads">The most threads to use; 0 for one per core.</param>
    /// <returns>One spectrum per layer, in the adapter's order; the same bits for any number of threads.</returns>
    /// <exception cref="SafetensorsException">A factor's type cannot be converted to double.</exception>
    /// <exception cref="AdapterException">A factor holds NaN or ±∞.</exception>
    /// <exception cref="ObjectDisposedException">The adapter is closed.</exception>
    /// <remarks>
    /// ΔW is never formed: a layer of m × n takes 2(m + n)r² + O(r³) flops and (m + n)r elements of workspace. Each
    /// thread has one workspace, from a pool that lives as long as the call, so a layer allocates nothing but its
    /// singular values.
    /// </remarks>
    public static IReadOnlyList<LayerSpectrum> Of(Adapter adapter, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);

        LayerSpectrum[] spectra = new LayerSpectrum[adapter.Layers.Count];
        int workers = threads == 0 ? Environment.ProcessorCount : threads;
        DefaultObjectPool<SpectrumWorkspace> pool = new(new DefaultPooledObjectPolicy<SpectrumWorkspace>(), workers);
        ParallelLoop.Run(spectra.Length, i => spectra[i] = Of(adapter.Layers[i], pool), workers);
        return spectra;
    }

    private static LayerSpectrum Of(AdapterLayer layer, ObjectPool<SpectrumWorkspace> pool)
    {
        double[] singularValues = new double[Math.Min(layer.NominalRank, Math.Min(layer.Rows, layer.Columns))];
        SpectrumWorkspace workspace = pool.Get();
        try
        {
            workspace.SingularValues(layer, singularValues);
        }
        catch (NotFiniteNumberException exception)
        {
            throw new AdapterException(layer.Path, layer.NotFinite(), exception);
        }
        finally
        {
            pool.Return(workspace);
        }
        return new(layer, singularValues);
    }
}
