using System.Diagnostics;
using NhiPortal.Domain;
using NhiPortal.Features.Reviews.Ending;

namespace NhiPortal.Benchmarks;

/// <summary>Writes the report of one campaign in each format, and tells how long it takes, how large it is and what memory it needs beside what was held.</summary>
internal static class ReviewReportsBench
{
    public static async Task RunAsync(ReviewsPortal portal, CampaignId id)
    {
        Console.WriteLine($"| {"report",-7} | {"first",8} | {"again",8} | {"processor",9} | {"size",9} | memory beside |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var ending in new[] { "json", "csv", "xlsx", "pdf" })
        {
            var first = await MeasureAsync(portal, id, ending);
            var again = await MeasureAsync(portal, id, ending);
            Console.WriteLine($"| {ending,-7} | {first.Took.TotalSeconds,6:0.00} s | {again.Took.TotalSeconds,6:0.00} s | {again.Worked.TotalSeconds,7:0.00} s | {first.Bytes / 1024.0,5:N0} KiB | {Math.Max(first.Memory, again.Memory),9:N0} MiB |");
        }
    }

    private static async Task<(TimeSpan Took, TimeSpan Worked, long Bytes, long Memory)> MeasureAsync(ReviewsPortal portal, CampaignId id, string ending)
    {
        GC.Collect(2, GCCollectionMode.Aggressive, true, true);
        var (before, most, worked, clock) = (Held(), 0L, Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        var writing = Task.Run(async () =>
        {
            var report = (await portal.Get<ReviewReportQuery>().RunAsync(portal.Staff, id, default))!;
            var http = new DefaultHttpContext { RequestServices = portal.Get<IServiceProvider>(), Response = { Body = new Counting() } };
            await ReviewReportRoutes.Formats[ending](report).ExecuteAsync(http);
            return http.Response.Body.Length;
        });
        for (; !writing.IsCompleted; await Task.WhenAny(writing, Task.Delay(20)))
            most = Math.Max(most, Held());
        return (clock.Elapsed, Environment.CpuUsage.TotalTime - worked, await writing, most - before);
    }

    private static long Held()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1048576;
    }

    /// <summary>Takes everything, keeps nothing, knows how much it was.</summary>
    private sealed class Counting : Stream
    {
        private long length;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => length;
        public override long Position { get => length; set => throw new NotSupportedException(); }

        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => length += count;
    }
}
