using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace NhiPortal.Tests.Shell.Parts;

/// <summary>A page to draw parts on, at 10:00 UTC on 23 November 2026.</summary>
public sealed class PartsContext : BunitContext
{
    public FakeTimeProvider Time { get; } = new(new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    public PartsContext()
    {
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }
}
