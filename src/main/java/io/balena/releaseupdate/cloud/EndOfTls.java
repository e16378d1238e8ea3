package io.balena.releaseupdate.cloud;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Closes a connection when the server sends TLS's close_notify, which says that nothing more will come. Some servers,
 * {@code openssl s_server} among them, send it and keep the connection open, and the network library would wait for
 * more.
 */
@Sharable
final class EndOfTls extends ChannelInboundHandlerAdapter {

    private static final String NAME = "end-of-tls";
    private static final EndOfTls HANDLER = new EndOfTls();

    private EndOfTls() {}

    static void closesConnection(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        if (channel.pipeline().get(SslHandler.class) != null
                && channel.pipeline().get(NAME) == null) {
            channel.pipeline().addBefore("handler", NAME, HANDLER);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            context.close();
        }
        context.fireUserEventTriggered(event);
    }
}
