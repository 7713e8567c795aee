using System.Buffers;
using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace SpanLinalg.Lora;

/// <summary>A safetensors file, mapped into memory for reading.</summary>
/// <remarks>
/// Opening reads and checks the header; the data of a tensor is read when it is touched. Everything that can be known
/// to be wrong is found on opening. The file must not be shortened while it is open.
/// </remarks>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private const int LengthBytes = 8;
    private const long MaximumHeaderLength = 100_000_000;

    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly Dictionary<string, SafetensorsTensor> byName;
    private byte* data;

    private SafetensorsFile(string path, FileStream stream, SafetensorsHeader header, long dataOffset)
    {
        Path = path;
        Metadata = header.Metadata;
        map = MemoryMappedFile.CreateFromFile(
            stream,
            null,
            0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: false
        );
        view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
        data += view.PointerOffset + dataOffset;
        Tensors = [.. header.Tensors.Select(entry => new SafetensorsTensor(this, entry))];
        byName = Tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The path it was opened with.</summary>
    public string Path { get; }

    /// <summary>The free text under <c>__metadata__</c>; empty if there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Opens a file and checks it against all rules of the format.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafetensorsException">The file breaks a rule.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream stream =
            RegularFile.TryOpen(path)
            ?? throw new SafetensorsException(path, null, "is empty, a pipe, a device or a broken link");
        try
        {
            SafetensorsHeader header = ReadHeader(path, stream, out long dataOffset);
            return new(path, stream, header, dataOffset);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of a name, or null.</summary>
    /// <param name="name">The key in the header.</param>
    public SafetensorsTensor? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Unmaps the file. Spans and views taken from it must not be used any more.</summary>
    public void Dispose()
    {
        if (data is not null)
        {
            data = null;
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            map.Dispose();
        }
    }

    internal byte* DataAt(long offset)
    {
        ObjectDisposedException.ThrowIf(data is null, this);
        return data + offset;
    }

    private static SafetensorsHeader ReadHeader(string path, FileStream stream, out long dataOffset)
    {
        long fileLength = stream.Length;
        if (fileLength < LengthBytes)
        {
            throw new SafetensorsException(
                path,
                null,
                $"has {fileLength} bytes, fewer than the 8 of the header's length"
            );
        }

        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        stream.ReadExactly(lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > MaximumHeaderLength)
        {
            throw new SafetensorsException(
                path,
                null,
                $"claims a header of {length} bytes; {MaximumHeaderLength} is the limit"
            );
        }

        dataOffset = LengthBytes + (long)length;
        if (dataOffset > fileLength)
        {
            throw new SafetensorsException(
                path,
                null,
                $"is truncated: it claims a header of {length} bytes, but only {fileLength - LengthBytes} follow"
            );
        }

        byte[] json = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            Span<byte> bytes = json.AsSpan(0, (int)length);
            stream.ReadExactly(bytes);
            return SafetensorsHeader.Read(path, bytes, fileLength - dataOffset);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(json);
        }
    }
}
