using System.Diagnostics;

namespace NhiPortal.Features.Unattended;

/// <summary>Keeps long work from taking a whole processor: between two portions it rests as long as the last one took, so that whoever waits for a page or a decision comes first.</summary>
internal sealed class Pace
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);
    private long began;

    /// <summary>Before each portion; the first one begins at once.</summary>
    public async Task NextAsync(CancellationToken cancellation)
    {
        if (began != 0 && Stopwatch.GetElapsedTime(began) is var took)
            await Task.Delay(took < Longest ? took : Longest, cancellation);
        began = Stopwatch.GetTimestamp();
    }
}
