namespace SpanLinalg.Simd;

/// <summary>The vector operations that kernels are written in: one kernel source, every instruction set.</summary>
/// <typeparam name="TVector">What one register holds: <c>Vector256&lt;double&gt;</c>, or a plain number in the scalar set.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// Everything is <c>static abstract</c> over structs, so the JIT compiles a kernel once for each set and inlines each
/// operation to one instruction. Loads and stores need no alignment.
/// </remarks>
internal unsafe interface ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Elements in one vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>Vector registers of the processor: 16 or 32.</summary>
    static abstract int Registers { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Broadcast(T value);

    /// <summary>Two elements that lie side by side, source[at] and the next, in every pair of lanes.</summary>
    /// <remarks>With a base and an index, so that the JIT needs no instruction of its own for the address.</remarks>
    static abstract TVector BroadcastPair(T* source, nint at);

    /// <summary>Four elements that lie side by side, source[at] and the next three, in every four lanes.</summary>
    static abstract TVector BroadcastQuad(T* source, nint at);

    static abstract TVector Load(T* source);

    /// <summary>Half a vector from memory, into the first half of the lanes; what the others hold is undefined.</summary>
    static abstract TVector LoadHalf(T* source);

    static abstract void Store(T* destination, TVector value);

    /// <summary>Stores the first half of the lanes.</summary>
    static abstract void StoreHalf(T* destination, TVector value);

    /// <summary>A mask of the first lanes: all or none, if the count is beyond what there is.</summary>
    /// <remarks><see cref="LoadMasked"/> and <see cref="StoreMasked"/> need one lane at least.</remarks>
    static abstract TVector FirstLanes(int count);

    /// <summary>The masked lanes of one vector and the other lanes of the other.</summary>
    /// <remarks>Bit by bit: what is in the lanes that are not taken does not count, even if it is not finite.</remarks>
    static abstract TVector Select(TVector mask, TVector masked, TVector others);

    /// <summary>The masked lanes from memory, zero in the others, whose memory is not touched.</summary>
    static abstract TVector LoadMasked(T* source, TVector mask);

    /// <summary>Stores the masked lanes and touches no other memory.</summary>
    static abstract void StoreMasked(T* destination, TVector mask, TVector value);

    /// <summary>Pairs of an element of one vector and its neighbour in the other: one half of them; which half is left to the instruction set.</summary>
    static abstract TVector InterleaveLow(TVector first, TVector second);

    /// <summary>The other half of the pairs.</summary>
    static abstract TVector InterleaveHigh(TVector first, TVector second);

    /// <summary>The sum of each pair, at the place of its elements before they were interleaved.</summary>
    static abstract TVector AddPairs(TVector low, TVector high);

    /// <summary>The first half of one vector, and then that of the other.</summary>
    static abstract TVector JoinHalves(TVector first, TVector second);

    /// <summary>Rows 0 and 2 of half a vector each, and rows 1 and 3, to quads of an element of each row; which quads are in which vector is left to the instruction set.</summary>
    static abstract void InterleaveQuads(TVector rows02, TVector rows13, out TVector low, out TVector high);

    /// <summary>The sum of each quad, at the place of its elements in the half rows.</summary>
    static abstract TVector AddQuads(TVector low, TVector high);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left·right + addend: one rounding where the hardware has FMA, two where it has not.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The elementwise larger one of |left| and |right|.</summary>
    static abstract TVector MaxMagnitude(TVector left, TVector right);

    static abstract T Sum(TVector value);

    /// <summary>The sums of four vectors, side by side.</summary>
    static abstract void StoreSums(T* destination, TVector first, TVector second, TVector third, TVector fourth);

    static abstract T Max(TVector value);
}
