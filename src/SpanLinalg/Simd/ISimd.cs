namespace SpanLinalg.Simd;

/// <summary>The vector operations that kernels are written in: one kernel source, every instruction set.</summary>
/// <typeparam name="TVector">
/// What one register holds: <c>Vector256&lt;double&gt;</c>, or a plain number in the scalar set.
/// </typeparam>
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

    static abstract TVector Load(T* source);

    static abstract void Store(T* destination, TVector value);

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

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left·right + addend: one rounding where the hardware has FMA, two where it has not.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>A number as <see cref="MultiplyAddByFactor"/> takes it; its vector is for nothing else.</summary>
    /// <remarks>
    /// In every lane; but NEON multiplies by one lane, so there in the first alone, without an instruction that copies.
    /// </remarks>
    static abstract TVector Factor(T value);

    /// <summary>factor·right + addend, with the bits of <see cref="MultiplyAdd"/>.</summary>
    static abstract TVector MultiplyAddByFactor(TVector factor, TVector right, TVector addend);

    /// <summary>The elementwise larger one of |left| and |right|.</summary>
    static abstract TVector MaxMagnitude(TVector left, TVector right);

    static abstract T Sum(TVector value);

    /// <summary>The sums of four vectors, side by side.</summary>
    static abstract void StoreSums(T* destination, TVector first, TVector second, TVector third, TVector fourth);

    static abstract T Max(TVector value);
}
