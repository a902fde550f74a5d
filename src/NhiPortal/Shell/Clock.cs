using Microsoft.AspNetCore.Components;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Shell;

/// <summary>One per person and tab: cascades their time zone and a slow beat, so that every relative time on the screen
/// moves together and nothing else is drawn again.</summary>
public sealed class Clock(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);
    private ITimer? timer;
    private Zone current = Zone.Utc;

    public CascadingValueSource<Zone> Zones { get; } = new(Zone.Utc, isFixed: false);
    public CascadingValueSource<Tick> Ticks { get; } = new(new Tick(time.GetUtcNow()), isFixed: false);

    public Task SetZoneAsync(string? name)
    {
        var named = Zone.Named(name);
        if (name is null || named == current) return Task.CompletedTask;
        current = named;
        return Zones.NotifyChangedAsync(named);
    }

    public void Start() =>
        timer ??= time.CreateTimer(_ => _ = Ticks.NotifyChangedAsync(new Tick(time.GetUtcNow())), null, Beat, Beat);

    public void Dispose() => timer?.Dispose();
}
