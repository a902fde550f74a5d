using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MudBlazor;
using MudBlazor.Utilities;
using NhiPortal.Shell;

namespace NhiPortal.Tests.Shell;

/// <summary>Every text colour stands out from what it is written on as WCAG AA asks (4.5 to 1).</summary>
public partial class ThemeTests
{
    public static TheoryData<bool, string, string, string> Pairs()
    {
        var pairs = new TheoryData<bool, string, string, string>();
        foreach (var dark in new[] { false, true })
        {
            Palette p = dark ? Theme.Dark.PaletteDark : Theme.Light.PaletteLight;
            foreach (var (name, ground) in new[] { ("page", p.Background), ("surface", p.Surface), ("sunken", p.BackgroundGray), ("hover", p.TableHover) })
                foreach (var (text, colour) in new[] { ("ink", p.TextPrimary), ("quiet", p.TextSecondary), ("link", p.Primary), ("error", p.Error) })
                    pairs.Add(dark, $"{text} on {name}", colour.Value, ground.Value);
            pairs.Add(dark, "primary button", p.PrimaryContrastText.Value, p.Primary.Value);
            pairs.Add(dark, "error button", p.ErrorContrastText.Value, p.Error.Value);
            pairs.Add(dark, "success", p.SuccessContrastText.Value, p.Success.Value);
            pairs.Add(dark, "warning", p.WarningContrastText.Value, p.Warning.Value);
            pairs.Add(dark, "info", p.InfoContrastText.Value, p.Info.Value);
            var tones = Tones(dark);
            foreach (var tone in new[] { "ok", "info", "waiting", "warn", "bad", "neutral" })
            {
                pairs.Add(dark, $"{tone} badge", tones[tone], tones[tone + "-soft"]);
                pairs.Add(dark, $"ink in a {tone} box", p.TextPrimary.Value, tones[tone + "-soft"]);
                pairs.Add(dark, $"{tone} on surface", tones[tone], p.Surface.Value);
            }
        }
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Colours_TextOnItsGround_CanBeRead(bool dark, string what, string text, string ground) =>
        Assert.True(Contrast(new(text), new(ground)) >= 4.5, $"{(dark ? "dark" : "light")} {what}: {Contrast(new(text), new(ground)):0.00}");

    private static Dictionary<string, string> Tones(bool dark)
    {
        var css = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "../../../wwwroot-assets/css/site.css"));
        var block = css.Split("\n:root" + (dark ? "[data-theme=\"dark\"]" : "") + " {")[1].Split("\n}")[0];
        return Variable().Matches(block).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
    }

    private static double Contrast(MudColor a, MudColor b)
    {
        var (light, dark) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (light + .05) / (dark + .05);
    }

    private static double Luminance(MudColor c) => .2126 * Linear(c.R) + .7152 * Linear(c.G) + .0722 * Linear(c.B);

    private static double Linear(byte part) => part / 255d is var s && s <= .04045 ? s / 12.92 : Math.Pow((s + .055) / 1.055, 2.4);

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"--([a-z-]+): (#[0-9a-f]{6});")]
    private static partial Regex Variable();
}
