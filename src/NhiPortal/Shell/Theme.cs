using MudBlazor;

namespace NhiPortal.Shell;

/// <summary>Colours, type and measures of MudBlazor's parts; the same colours stand as variables in site.css.</summary>
public static class Theme
{
    public static readonly MudTheme Light = Build(":root");

    /// <summary>The dark palette, applied by the browser alone when the page is marked dark: no round trip, no flash.</summary>
    public static readonly MudTheme Dark = Build(":root[data-theme=\"dark\"]");

    private static MudTheme Build(string scope) => new()
    {
        PseudoCss = new() { Scope = scope },
        PaletteLight = LightPalette(),
        PaletteDark = DarkPalette(),
        Typography = Type(),
        LayoutProperties = new() { DefaultBorderRadius = "6px", AppbarHeight = "48px", DrawerWidthLeft = "220px" },
        Shadows = Flat()
    };

    private static PaletteLight LightPalette() => new()
    {
        Primary = "#1d4f91", PrimaryContrastText = "#ffffff", Secondary = "#475569", SecondaryContrastText = "#ffffff",
        Tertiary = "#4c3d9e", TertiaryContrastText = "#ffffff",
        Info = "#1d4f91", InfoContrastText = "#ffffff", Success = "#17693a", SuccessContrastText = "#ffffff",
        Warning = "#7d4b00", WarningContrastText = "#ffffff", Error = "#a51d27", ErrorContrastText = "#ffffff",
        Dark = "#1b2430", Background = "#f5f6f8", BackgroundGray = "#eceef2", Surface = "#ffffff",
        DrawerBackground = "#ffffff", DrawerText = "#1b2430", DrawerIcon = "#526071",
        AppbarBackground = "#ffffff", AppbarText = "#1b2430",
        TextPrimary = "#1b2430", TextSecondary = "#526071", TextDisabled = "#8a94a3",
        ActionDefault = "#526071", ActionDisabled = "#8a94a3", ActionDisabledBackground = "#e6e9ee",
        LinesDefault = "#dde1e8", LinesInputs = "#7e8a9b", Divider = "#dde1e8", TableLines = "#e6e9ee",
        TableHover = "#f2f5f9", TableStriped = "#f8f9fb", OverlayDark = "rgba(15,23,34,0.48)"
    };

    private static PaletteDark DarkPalette() => new()
    {
        Primary = "#8db6f2", PrimaryContrastText = "#0d1622", Secondary = "#b3becc", SecondaryContrastText = "#0d1622",
        Tertiary = "#bcb0f5", TertiaryContrastText = "#0d1622",
        Info = "#8db6f2", InfoContrastText = "#0d1622", Success = "#79d09b", SuccessContrastText = "#0b1a11",
        Warning = "#efbd5c", WarningContrastText = "#1d1503", Error = "#f59b9b", ErrorContrastText = "#230a0b",
        Dark = "#0b1017", Background = "#0f141b", BackgroundGray = "#0b1017", Surface = "#171d26",
        DrawerBackground = "#171d26", DrawerText = "#e2e8f0", DrawerIcon = "#9aa7b8",
        AppbarBackground = "#171d26", AppbarText = "#e2e8f0",
        TextPrimary = "#e2e8f0", TextSecondary = "#9eabbb", TextDisabled = "#69778a",
        ActionDefault = "#9eabbb", ActionDisabled = "#69778a", ActionDisabledBackground = "#232c38",
        LinesDefault = "#2a3441", LinesInputs = "#738196", Divider = "#2a3441", TableLines = "#232c38",
        TableHover = "#1d2530", TableStriped = "#1a212b", OverlayDark = "rgba(0,0,0,0.6)"
    };

    private static Typography Type() => new()
    {
        Default = new DefaultTypography
        {
            FontFamily = ["Inter", "system-ui", "Segoe UI", "Roboto", "Arial", "sans-serif"],
            FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal"
        },
        H1 = new H1Typography { FontSize = "1.3125rem", FontWeight = "620", LineHeight = "1.3", LetterSpacing = "-.01em" },
        H2 = new H2Typography { FontSize = "1rem", FontWeight = "620", LineHeight = "1.35", LetterSpacing = "normal" },
        H3 = new H3Typography { FontSize = ".875rem", FontWeight = "620", LineHeight = "1.4", LetterSpacing = "normal" },
        H6 = new H6Typography { FontSize = "1rem", FontWeight = "620", LineHeight = "1.35", LetterSpacing = "normal" },
        Body1 = new Body1Typography { FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal" },
        Body2 = new Body2Typography { FontSize = ".8125rem", LineHeight = "1.45", LetterSpacing = "normal" },
        Subtitle1 = new Subtitle1Typography { FontSize = ".875rem", LetterSpacing = "normal" },
        Subtitle2 = new Subtitle2Typography { FontSize = ".8125rem", FontWeight = "600", LetterSpacing = "normal" },
        Button = new ButtonTypography { FontSize = ".8125rem", FontWeight = "550", LineHeight = "1.5", LetterSpacing = "normal", TextTransform = "none" },
        Caption = new CaptionTypography { FontSize = ".75rem", LetterSpacing = "normal" },
        Overline = new OverlineTypography { FontSize = ".75rem", LetterSpacing = "normal", TextTransform = "none" }
    };

    /// <summary>Surfaces lie flat and are told apart by hairlines; only what floats above the page casts a shadow.</summary>
    private static Shadow Flat() => new()
    {
        Elevation = [.. Enumerable.Range(0, 26).Select(level => level switch
        {
            0 => "none",
            < 6 => "0 0 0 1px var(--line)",
            _ => "0 0 0 1px var(--line), 0 10px 28px -8px rgba(10,16,26,.28)"
        })]
    };
}
