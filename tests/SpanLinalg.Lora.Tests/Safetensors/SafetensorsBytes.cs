using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SpanLinalg.Lora.Tests;

/// <summary>Puts together files, right ones and wrong ones.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file with this header text and that much data.</summary>
    public static byte[] File(string header, int dataLength) =>
        File(Encoding.UTF8.GetBytes(header), new byte[dataLength]);

    public static byte[] File(byte[] header, byte[] data)
    {
        byte[] file = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        data.CopyTo(file, 8 + header.Length);
        return file;
    }

    /// <summary>A sound file of float32 tensors.</summary>
    public static byte[] Of(params (string Name, int[] Shape, float[] Elements)[] tensors) =>
        OfBytes([
            .. tensors.Select(tensor =>
                (tensor.Name, "F32", tensor.Shape, MemoryMarshal.AsBytes<float>(tensor.Elements).ToArray())
            ),
        ]);

    public static byte[] OfBytes(params (string Name, string Type, int[] Shape, byte[] Data)[] tensors)
    {
        List<byte> data = [];
        Dictionary<string, object> header = [];
        foreach ((string name, string type, int[] shape, byte[] bytes) in tensors)
        {
            int begin = data.Count;
            data.AddRange(bytes);
            header[name] = new Dictionary<string, object>
            {
                ["dtype"] = type,
                ["shape"] = shape,
                ["data_offsets"] = new[] { begin, data.Count },
            };
        }
        return File(JsonSerializer.SerializeToUtf8Bytes(header), [.. data]);
    }
}
