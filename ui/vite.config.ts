// One file: scripts and styles inline, so that the page opens from disk and its policy can name them by hash.
import { defineConfig, type Plugin } from "vite";

function one_file(): Plugin {
    return {
        name: "one-file",
        enforce: "post",
        generateBundle(_options, bundle) {
            let script = "", style = "";
            for (const [name, part] of Object.entries(bundle)) {
                if (part.type === "chunk") script += part.code;
                else if (name.endsWith(".css")) style += String(part.source);
                if (!name.endsWith(".html")) delete bundle[name];
            }
            const page = bundle["index.html"];
            if (!page || page.type !== "asset") throw new Error("no index.html in the bundle");
            // What would end the element early is written otherwise; functions keep "$&" in the code as it is.
            script = script.replace(/<\/script/gi, "<\\/script").replace(/<!--/g, "<\\!--");
            const html = String(page.source)
                .replace(/<script[^>]*><\/script>\s*/g, "")
                .replace(/<link[^>]*>\s*/g, "")
                .replace("</head>", () => `<style>${style.trim()}</style>\n</head>`)
                .replace("</body>", () => `<script type="module">${script.trim()}</script>\n</body>`);
            this.emitFile({ type: "asset", fileName: "room.html", source: html });
            delete bundle["index.html"];
        },
    };
}

export default defineConfig({
    base: "./",
    build: {
        target: "es2021",
        outDir: "dist",
        emptyOutDir: true,
        modulePreload: false,
        cssCodeSplit: false,
        assetsInlineLimit: 0,
        reportCompressedSize: false,
    },
    plugins: [one_file()],
});
