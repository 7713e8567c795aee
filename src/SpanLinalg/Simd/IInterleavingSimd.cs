namespace SpanLinalg.Simd;

/// <summary>
/// What a set of vectors of two lanes or more can do, besides: exchange lanes, for kernels that take several steps at
/// once.
/// </summary>
/// <typeparam name="TVector">What one register holds.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>Whatever has quads in its name needs four lanes.</remarks>
internal unsafe interface IInterleavingSimd<TVector, T> : ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Two elements that lie side by side, source[at] and the next, in every pair of lanes.</summary>
    /// <remarks>With a base and an index, so that the JIT needs no instruction of its own for the address.</remarks>
    static abstract TVector BroadcastPair(T* source, nint at);

    /// <summary>Four elements that lie side by side, source[at] and the next three, in every four lanes.</summary>
    static abstract TVector BroadcastQuad(T* source, nint at);

    /// <summary>
    /// Half a vector from memory, into the first half of the lanes; what the others hold is undefined.
    /// </summary>
    static abstract TVector LoadHalf(T* source);

    /// <summary>Stores the first half of the lanes.</summary>
    static abstract void StoreHalf(T* destination, TVector value);

    /// <summary>Pairs of an element of one vector and its neighbour in the other: one half of them.</summary>
    /// <remarks>Which half is left to the instruction set.</remarks>
    static abstract TVector InterleaveLow(TVector first, TVector second);

    /// <summary>The other half of the pairs.</summary>
    static abstract TVector InterleaveHigh(TVector first, TVector second);

    /// <summary>The sum of each pair, at the place of its elements before they were interleaved.</summary>
    static abstract TVector AddPairs(TVector low, TVector high);

    /// <summary>The first half of one vector, and then that of the other.</summary>
    static abstract TVector JoinHalves(TVector first, TVector second);

    /// <summary>Rows 0 and 2 of half a vector each, and rows 1 and 3, to quads of an element of each row.</summary>
    /// <remarks>Which quads are in which vector is left to the instruction set.</remarks>
    static abstract void InterleaveQuads(TVector rows02, TVector rows13, out TVector low, out TVector high);

    /// <summary>The sum of each quad, at the place of its elements in the half rows.</summary>
    static abstract TVector AddQuads(TVector low, TVector high);
}
