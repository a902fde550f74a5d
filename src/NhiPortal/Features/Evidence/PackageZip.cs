using System.IO.Compression;
using System.Security.Cryptography;
using NhiPortal.Domain.Evidence;

namespace NhiPortal.Features.Evidence;

/// <summary>Writes the package's files one after the other, and what each hashes to. The same files give the same bytes.</summary>
internal sealed class PackageZip(Stream file) : IDisposable
{
    // The oldest time the format knows: when a file was written says nothing here.
    private static readonly DateTimeOffset Never = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ZipArchive zip = new(file, ZipArchiveMode.Create, leaveOpen: true);

    public List<EvidenceFile> Files { get; } = [];

    public async Task AddAsync(string name, Func<Stream, Task> write)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Never;
        await using var hashed = new HashedStream(entry.Open());
        await write(hashed);
        Files.Add(EvidenceFile.Of(name, hashed.Sha256()));
    }

    public Task AddAsync(string name, byte[] bytes) => AddAsync(name, stream => stream.WriteAsync(bytes).AsTask());

    public void Dispose() => zip.Dispose();
}

/// <summary>Passes on what is written and hashes it on the way.</summary>
internal sealed class HashedStream(Stream inner) : Stream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly BufferedStream buffer = new(inner, 64 * 1024);

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public string Sha256() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        hash.AppendData(buffer);
        this.buffer.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        hash.AppendData(buffer.Span);
        return this.buffer.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => buffer.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            buffer.Dispose();
            hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
